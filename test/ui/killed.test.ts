import assert from 'node:assert/strict';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { connect } from './account.ts';
import { suiteWindow, until } from './window.ts';

describe('an extension host that is killed in the middle of a load', () => {
  const window = suiteWindow({ locale: 'en-GB', timeZone: 'Europe/London' });
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator({ sessions: 60 });
  });
  after(() => simulator.close());

  it('costs neither rows nor keys nor the details that were opened, and the next load is whole', async () => {
    const [account] = simulator.connections.filter(({ provider }) => provider === 'digitalSamba');
    assert.ok(account);
    await window().openView();
    await connect(window(), account, 'video');
    const service = window().row('Digital Samba', /^\d+/);
    await service.waitFor();
    const [session] = simulator.world.digitalSamba.select({ to: Date.now(), where: ({ end }) => end < Date.now() });
    const minutes = async (): Promise<string | null> => {
      await window().execute('sessionExplorer.openDetail', `video/${session?.id}`);
      const figure = '[data-metric="participation_minutes"]';
      return (await window().frameOfWebview(figure)).locator(figure).textContent();
    };
    const shown = await minutes();

    simulator.faults.set('digitalSamba', { kind: 'silence' });
    const asked = simulator.log.length;
    window()
      .execute('sessionExplorer.refresh')
      .catch(() => {}); // Its answer goes with the host.
    await until(window().page, () => simulator.log.length > asked);
    const running = window().nextHost();
    window().killHost();
    simulator.faults.set('digitalSamba', undefined);
    // VS Code closes the panels of a host that is gone, and starts no other by itself.
    await window().command('Developer: Reload Window');
    await running;
    await service.waitFor();
    assert.equal(await minutes(), shown);
    const before = simulator.log.length;
    await window().execute('sessionExplorer.refresh');
    assert.ok(simulator.log.length > before);
    for (const { auth, status } of simulator.log.slice(before)) assert.deepEqual([auth, status], ['ok', 200]);
    await window().row('Retry').waitFor({ state: 'hidden' });
    await window().screenshot('killed-host');
  });
});
