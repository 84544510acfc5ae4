import assert from 'node:assert/strict';
import { connectionProblem, readConnections } from '../../../src/providers/connection-settings.ts';

const series = { id: 'staff', provider: 'series' };
const placio = { id: 'clinic', provider: 'placio', baseUrl: 'https://api.clinic.example', workspaceId: 'w' };

const reason = (value: unknown): string | undefined => {
  const problem = connectionProblem(value);
  return problem?.code === 'invalid-connection' ? `${problem.field}: ${problem.reason}` : undefined;
};

describe('connections in the settings', () => {
  it('takes what is right', () => {
    assert.deepEqual(readConnections([series, placio]), [{ connection: series }, { connection: placio }]);
    const full = { ...placio, label: 'Clinic', timeZone: 'Asia/Riyadh', persist: true };
    assert.deepEqual(readConnections([full]), [{ connection: full }]);
    const hyra = { id: 'h', provider: 'hyra', workspaceId: 'w', mode: 'day', parameters: { start: 'from' } };
    assert.deepEqual(readConnections([{ ...hyra, unknown: 1 }]), [{ connection: hyra }]);
  });

  for (const url of [
    'https://api.example.com',
    'https://api.example.com:8443/base/',
    'http://localhost:3000',
    'http://127.0.0.1:8080',
    'http://127.8.9.1',
    'http://[::1]:99',
  ])
    it(`takes ${url}`, () => assert.equal(reason({ ...placio, baseUrl: url }), undefined));

  for (const [url, why] of [
    ['http://api.example.com', 'base-url-insecure'],
    ['http://127.0.0.1.example.com', 'base-url-insecure'],
    ['http://localhost.example.com', 'base-url-insecure'],
    ['http://app.localhost', 'base-url-insecure'],
    ['ftp://localhost', 'base-url-insecure'],
    ['javascript:alert(1)', 'base-url-insecure'],
    ['https://user:secret@api.example.com', 'base-url-with-key'],
    ['https://api.example.com/?key=1', 'base-url-invalid'],
    ['api.example.com', 'base-url-invalid'],
    ['', 'base-url-invalid'],
  ])
    it(`refuses ${url}`, () => assert.equal(reason({ ...placio, baseUrl: url }), `baseUrl: ${why}`));

  for (const [value, why] of [
    [null, ': not-an-object'],
    ['series', ': not-an-object'],
    [{ provider: 'series' }, 'id: id-missing'],
    [{ ...series, id: 'Staff' }, 'id: id-pattern'],
    [{ ...series, id: 'a/b' }, 'id: id-pattern'],
    [{ ...series, id: 'x'.repeat(41) }, 'id: id-pattern'],
    [{ id: 'x', provider: 'zoom' }, 'provider: provider-unknown'],
    [{ id: 'x', provider: 'constructor' }, 'provider: provider-unknown'],
    [{ id: 'x', provider: 'placio', workspaceId: 'w' }, 'baseUrl: base-url-missing'],
    [{ id: 'x', provider: 'hyra' }, 'workspaceId: workspace-missing'],
    [{ id: 'x', provider: 'digitalSamba' }, 'teamId: team-missing'],
    [{ ...series, timeZone: 'Mars/Olympus' }, 'timeZone: zone-unknown'],
    [{ ...series, timeZone: '' }, 'timeZone: zone-unknown'],
    [{ ...series, persist: 'yes' }, 'persist: wrong-type'],
    [{ ...series, label: '  ' }, 'label: empty'],
    [{ id: 'x', provider: 'digitalSamba', teamId: 't', teamDomain: 'evil.test/x' }, 'teamDomain: team-domain'],
    [{ id: 'x', provider: 'hyra', workspaceId: 'w', mode: 'week' }, 'mode: mode-unknown'],
    [{ id: 'x', provider: 'hyra', workspaceId: 'w', parameters: { start: 'a&b' } }, 'parameters.start: parameter-name'],
  ] as const)
    it(`says ${why} of ${JSON.stringify(value)?.slice(0, 60)}`, () => assert.equal(reason(value), why));

  it('asks about one field of a connection that is still being written', () => {
    const draft = { id: 'draft', provider: 'placio', baseUrl: 'nonsense' };
    assert.equal(connectionProblem(draft, 'timeZone'), undefined);
    assert.deepEqual(connectionProblem(draft, 'baseUrl'), {
      code: 'invalid-connection',
      reason: 'base-url-invalid',
      field: 'baseUrl',
    });
    assert.equal(connectionProblem({ id: 'draft', baseUrl: 'https://a.example' }, 'baseUrl'), undefined);
  });

  it('connections that share an id are all wrong, the others go on', () => {
    const read = readConnections([series, placio, { ...placio, id: 'staff' }]);
    assert.deepEqual(
      read.map(({ problem }) => (problem?.code === 'invalid-connection' ? problem.reason : undefined)),
      ['id-repeated', undefined, 'id-repeated'],
    );
  });

  it('a wrong entry is there to be shown', () => {
    const [read] = readConnections([{ label: 'Mine', provider: 'zoom', baseUrl: 'https://u:secret@x' }]);
    assert.deepEqual(read?.connection, { id: 'connection-1', provider: 'zoom', label: 'Mine' });
    assert.equal(readConnections([{ id: 'mine' }])[0]?.connection.provider, 'unknown');
    assert.equal(readConnections('nonsense').length, 0);
  });
});
