import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that nobody is meant to ask, and that writes down everything it is told. */
export interface Witness {
  url: string;
  /** Request lines with all headers, one a request. */
  heard: string[];
  close(): Promise<void>;
}

const dump = (headers: IncomingHttpHeaders): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');

export async function startWitness(host = '127.0.0.1'): Promise<Witness> {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    heard.push(`${request.method} ${request.url}\n${dump(request.headers)}`);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":[],"sessions":[],"events":[]}');
  });
  await new Promise<void>(resolve => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo; // listening on TCP, so the address has a port
  return {
    url: `http://${host}:${port}`,
    heard,
    async close() {
      const ended = new Promise(resolve => server.close(resolve));
      server.closeAllConnections();
      await ended;
    },
  };
}
