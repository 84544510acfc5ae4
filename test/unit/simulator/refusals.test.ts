import assert from 'node:assert/strict';
import type { ProviderName } from '../../../src/simulator/answer.ts';
import { type Asking, asking } from './asking.ts';

describe('simulator, asked for what there is not', () => {
  let ask: Asking;
  let newest: Asking;
  before(async () => {
    [ask, newest] = await Promise.all([asking({ sessions: 40 }), asking({ sessions: 40, prplShape: 'orbit-newest' })]);
  });
  after(() => Promise.all([ask.close(), newest.close()]));

  const sessions = '/api/v1/sessions';
  const prpl = '/api/public/v1/workspace';
  const refused: readonly [ProviderName, path: (workspace: string) => string, status: number][] = [
    ['digitalSamba', () => '/api/v2/sessions', 404],
    ['digitalSamba', () => '/api/v1/teams', 404],
    ['digitalSamba', () => `${sessions}/unknown`, 404],
    ['digitalSamba', () => `${sessions}?date_end=tomorrow`, 422],
    ['digitalSamba', () => '/api/v1/rooms/unknown/live', 404],
    ['digitalSamba', () => '/api/v1/rooms/unknown/recordings', 404],
    ['digitalSamba', () => '/api/v1/rooms/live?order=up', 422],
    ['digitalSamba', () => '/api/v1/rooms/live?after=unknown', 422],
    ['digitalSamba', () => '/api/v1/participants/unknown/statistics', 404],
    ['digitalSamba', () => '/api/v1/participants/00000000-0000-4000-8000-000000000000/statistics', 404],
    ['digitalSamba', () => `${sessions}/%E0%A4%A`, 404],
    ['hyra', () => '/activity/schedules', 404],
    ['hyra', id => `/activity/sessions/${id}/today`, 404],
    ['hyra', id => `/activity/sessions/${id}?start=soon`, 400],
    ['hyra', id => `/activity/sessions/${id}?end=soon`, 400],
    ['placio', () => '/v2/workspace', 404],
    ['placio', id => `/v1/workspace/${id}/sessions?dateTo=soon`, 422],
    ['prplManagement', () => '/api/public/v2/workspace', 404],
    ['prplManagement', () => `${prpl}//sessions`, 400],
    ['prplManagement', id => `${prpl}/${id}/sessions/upcoming`, 404],
    ['series', () => '/sessions/all', 404],
  ];
  for (const [provider, path, status] of refused)
    it(`${provider} says ${status} of ${path('…')}`, async () => {
      const { workspaceId = '' } = ask.connection(provider);
      assert.equal((await ask.get(provider, path(workspaceId))).status, status);
    });

  it('the newest Orbit knows its own path alone, and dates', async () => {
    const { workspaceId } = newest.connection('prplManagement');
    const status = async (rest: string) => (await newest.get('prplManagement', `${prpl}/${workspaceId}${rest}`)).status;
    assert.equal(await status('/sessions'), 404);
    assert.equal(await status('/sessions/upcoming'), 200);
    assert.equal(await status('/sessions/upcoming?startDate=soon'), 400);
    assert.equal(await status('/sessions/upcoming?endDate=soon'), 400);
  });

  it('nobody answers where no service is', async () => {
    const { status } = await fetch(`${ask.simulator.url}/zoom/sessions`);
    assert.equal(status, 404);
  });
});
