// The simulated services in a process of their own, so that their work is not taken for the product's. Prints the connections
// as one line of JSON, and ends with the process that started it.
//
//   node test/bench/services.ts <sessions each>
import { startSimulator } from '../../src/simulator/server.ts';
import { allowMany } from './generous.ts';

// What is measured is the product, not the services' patience.
allowMany();
const { connections } = await startSimulator({ sessions: Number(process.argv[2]), rateLimit: false });
console.log(JSON.stringify(connections));
