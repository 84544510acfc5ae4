import assert from 'node:assert/strict';
import type { DetailRecord } from '../../../../src/session/detail.ts';
import { withNames } from '../../../../src/ui/detail/names.ts';

const record: DetailRecord = {
  detail: {
    key: 's/1',
    connectionId: 's',
    provider: 'series',
    id: '1',
    title: 'Training',
    status: 'live',
    statusSource: 'reported',
    host: { id: '7' },
    coHosts: [{ id: '8', name: 'Bo' }],
    flags: [],
    metrics: [],
    people: [{ id: '9' }, { id: '10' }],
    checks: [],
    raw: {},
  },
  facts: [],
  rosters: [
    {
      name: '',
      hosts: [{ id: '7' }],
      groups: [{ name: 'Trainer', permissions: [], slots: [{ person: { id: '9' } }, {}] }],
    },
  ],
};
const whoIs = (_provider: string, id: string) =>
  ({
    '7': { name: 'Ana', connectionId: 'hyra' },
    '8': { name: 'Other', connectionId: 'hyra' },
    '9': { name: 'Cy', connectionId: 'prpl' },
  })[id];

describe('names that other connections give', () => {
  it('are shown for people known by id only, and say where they come from', () => {
    const named = withNames(record, whoIs);
    assert.deepEqual(named.record.detail.host, { id: '7', name: 'Ana' });
    assert.deepEqual(named.record.detail.people, [{ id: '9', name: 'Cy' }, { id: '10' }]);
    assert.deepEqual(named.record.rosters[0]?.groups[0]?.slots, [{ person: { id: '9', name: 'Cy' } }, {}]);
    assert.deepEqual(named.namesFrom, ['hyra', 'prpl']);
  });

  it('replace no name that the service gave itself', () => {
    assert.deepEqual(withNames(record, whoIs).record.detail.coHosts, [{ id: '8', name: 'Bo' }]);
  });
});
