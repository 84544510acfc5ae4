import { parseArgs } from 'node:util';
import { startSimulator } from './server.ts';
import type { PrplShape } from './service.ts';

const SHAPES: readonly PrplShape[] = ['documented', 'orbit', 'orbit-newest'];

const { values } = parseArgs({
  options: {
    sessions: { type: 'string' },
    port: { type: 'string' },
    seed: { type: 'string' },
    shape: { type: 'string' },
    'no-rate-limit': { type: 'boolean', default: false },
  },
});

function whole(name: 'sessions' | 'port' | 'seed'): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw new RangeError(`--${name} takes a whole number, not ${text}`);
  return Number(text);
}

function shape(): PrplShape | undefined {
  if (values.shape === undefined) return undefined;
  const known = SHAPES.find(one => one === values.shape);
  if (!known) throw new RangeError(`--shape takes one of ${SHAPES.join(', ')}, not ${values.shape}`);
  return known;
}

const given = { sessions: whole('sessions'), port: whole('port'), seed: whole('seed'), prplShape: shape() };
const simulator = await startSimulator({
  ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  rateLimit: !values['no-rate-limit'],
});

console.log(`The simulator listens on ${simulator.url}. These keys are made up and end with it.`);
for (const { provider, label, ...connection } of simulator.connections) {
  console.log(`\n${provider}`);
  for (const [name, value] of Object.entries(connection)) console.log(`  ${name.padEnd(12)}${value}`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.close());
