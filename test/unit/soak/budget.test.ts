import assert from 'node:assert/strict';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import { busiestMinute } from '../../../src/simulator/budget.ts';
import { startSimulator } from '../../../src/simulator/server.ts';
import { testFolder } from '../store/folder.ts';
import { explore, idOf } from '../sync/explore.ts';
import { counted } from './counted.ts';
import { virtualTime } from './virtual-time.ts';

const NOON = Date.parse('2026-03-28T12:00:00Z');

describe('windows that are opened and closed within a minute', () => {
  it('keep to one budget together', async function () {
    this.timeout(60_000);
    const time = virtualTime(NOON);
    const folder = testFolder();
    const simulator = await startSimulator({ sessions: 6000, now: time.now });
    const network = counted(undiciTransport({ strictSSL: true, environment: {} }));
    const [prpl] = simulator.connections.filter(({ provider }) => provider === 'prplManagement');
    assert.ok(prpl);
    const { key, label: _, ...address } = prpl;
    try {
      for (let window = 0; window < 8; window += 1) {
        const keys = new Map([[idOf('prplManagement'), key]]);
        const explorer = explore({ keys, folder: folder.path, transport: network, timer: time });
        await explorer.configure([{ connection: { ...address, id: idOf('prplManagement') } }]);
        const loading = explorer.refresh();
        await time.pass(2000, () => network.busy);
        await explorer.dispose();
        await loading;
      }
      const busiest = busiestMinute(simulator.log, 'prplManagement');
      assert.ok(busiest <= 100, `${busiest} requests in a minute, at most 100`);
    } finally {
      await network.close();
      await simulator.close();
      await folder.remove();
    }
  });
});
