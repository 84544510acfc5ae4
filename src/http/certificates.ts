import * as tls from 'node:tls';
import { Worker } from 'node:worker_threads';

/**
 * Trust in the authorities that come with Node, those of NODE_EXTRA_CA_CERTS and those of the machine's own store, made
 * once and shared by all connections: reading them costs tens of milliseconds.
 */
export async function trustedAuthorities(): Promise<tls.SecureContext> {
  const system = await systemCertificates();
  const ca = new Set([...tls.getCACertificates('bundled'), ...tls.getCACertificates('extra'), ...system]);
  return tls.createSecureContext({ ca: [...ca] });
}

/** Reads the machine's store in a worker, since that blocks for up to a tenth of a second. None if it cannot be read. */
function systemCertificates(): Promise<string[]> {
  const script = `require('node:worker_threads').parentPort.postMessage(require('node:tls').getCACertificates('system'))`;
  return new Promise(resolve => {
    const worker = new Worker(script, { eval: true, execArgv: [] });
    worker.once('message', resolve);
    worker.once('error', () => resolve([]));
    worker.once('exit', () => resolve([]));
  });
}
