import assert from 'node:assert/strict';
import { connectionProblem } from '../../../../src/providers/connection-settings.ts';
import { PROVIDERS, providerOf } from '../../../../src/providers/registry.ts';
import { freeId, missingFields } from '../../../../src/ui/connections/draft.ts';

describe('a connection that is being written', () => {
  it('gets a readable id that no other has and that the setting takes', () => {
    for (const { id: provider } of PROVIDERS) {
      const taken = new Set<string>();
      for (let n = 0; n < 12; n++) {
        const id = freeId(provider, taken);
        assert.match(id, /^[a-z0-9-]{1,40}$/);
        assert.equal(connectionProblem({ provider, id }, 'id'), undefined);
        assert.ok(!taken.has(id), id);
        taken.add(id);
      }
    }
    assert.equal(freeId('digitalSamba', new Set()), 'digital-samba');
    assert.equal(freeId('digitalSamba', new Set(['digital-samba', 'digital-samba-3'])), 'digital-samba-2');
  });

  it('asks for what is missing, and for the rest only where a person is asked anyway', () => {
    const names = (draft: object, withOptional: boolean) =>
      missingFields(providerOf('digitalSamba'), draft, withOptional).map(({ name }) => name);
    assert.deepEqual(names({}, false), ['teamId']);
    assert.deepEqual(names({}, true), ['teamId', 'teamDomain']);
    assert.deepEqual(names({ teamId: 't' }, false), []);
    assert.deepEqual(names({ teamId: 't', teamDomain: '' }, true), []);
  });
});
