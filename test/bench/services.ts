// The simulated services in a process of their own, so that their work is not taken for the product's. Prints the connections
// as one line of JSON, and ends with the process that started it.
//
//   node test/bench/services.ts <sessions each>
import { subscribe } from 'node:diagnostics_channel';
import type { ServerResponse } from 'node:http';
import { startSimulator } from '../../src/simulator/server.ts';

// Services that allow as many requests as anybody wants: what is measured is the product, not its patience.
subscribe('http.server.request.start', message => {
  const { response } = message as { response: ServerResponse };
  response.setHeader('x-ratelimit-limit', '1000000');
  response.setHeader('x-ratelimit-remaining', '1000000');
  response.setHeader('x-ratelimit-reset', '60');
});

const { connections } = await startSimulator({ sessions: Number(process.argv[2]), rateLimit: false });
console.log(JSON.stringify(connections));
