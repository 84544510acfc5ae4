import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { createKeyring } from '../../../../src/ui/connections/keyring.ts';

const ORIGIN = 'https://api.example.com';

/** A SecretStorage, and what a system's keyring may do to it. */
function createSecrets() {
  const kept = new Map<string, string>();
  const listeners = new Set<(event: { key: string }) => void>();
  const secrets = {
    kept,
    /** Writes are taken and lost. */
    loses: false,
    /** What is asked of it while it is locked rejects. */
    locked: false,
    async get(name: string) {
      if (secrets.locked) throw new Error('locked');
      return kept.get(name);
    },
    async store(name: string, value: string) {
      if (secrets.locked) throw new Error('locked');
      if (secrets.loses) return;
      kept.set(name, value);
      for (const listener of listeners) listener({ key: name });
    },
    async delete(name: string) {
      if (secrets.locked) throw new Error('locked');
      kept.delete(name);
      for (const listener of listeners) listener({ key: name });
    },
    onDidChange(listener: (event: { key: string }) => void) {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
  };
  return secrets;
}

function given() {
  const secrets = createSecrets();
  const open = () => createKeyring(secrets as unknown as vscode.SecretStorage);
  return { secrets, open, keyring: open() };
}

describe('the keyring', () => {
  it('keeps a key for its origin under the name that the connection has', async () => {
    const { secrets, open, keyring } = given();
    assert.equal(await keyring.save('my-hyra', ORIGIN, 'k1'), 'saved');
    assert.deepEqual([...secrets.kept.keys()], ['sessionExplorer.key:my-hyra']);
    assert.deepEqual(await open().read('my-hyra', ORIGIN), { ok: true, value: 'k1' });
  });

  it('has no key that nobody saved', async () => {
    assert.deepEqual(await given().keyring.read('my-hyra', ORIGIN), { ok: false, problem: { code: 'needs-key' } });
  });

  it('hands a key to no other origin', async () => {
    const { keyring } = given();
    await keyring.save('my-hyra', ORIGIN, 'k1');
    for (const origin of ['https://api.example.com:8443', 'http://api.example.com', 'https://example.com', '']) {
      const problem = { code: 'key-for-other-origin', savedFor: ORIGIN, origin };
      assert.deepEqual(await keyring.read('my-hyra', origin), { ok: false, problem });
    }
    keyring.lend('demo', ORIGIN, 'k2');
    assert.equal((await keyring.read('demo', 'https://evil.example')).ok, false);
  });

  it('keeps a key for this window where the system loses it or throws', async () => {
    for (const fault of ['loses', 'locked'] as const) {
      const { secrets, open, keyring } = given();
      secrets[fault] = true;
      assert.equal(await keyring.save('my-hyra', ORIGIN, 'k1'), 'window', fault);
      assert.deepEqual(await keyring.read('my-hyra', ORIGIN), { ok: true, value: 'k1' });
      assert.deepEqual(await open().read('my-hyra', ORIGIN), { ok: false, problem: { code: 'needs-key' } });
      secrets[fault] = false;
      assert.equal(await keyring.save('my-hyra', ORIGIN, 'k2'), 'saved');
      assert.deepEqual(await keyring.read('my-hyra', ORIGIN), { ok: true, value: 'k2' });
    }
  });

  it('asks for a key while the system does not hand it out', async () => {
    const { secrets, keyring } = given();
    await keyring.save('my-hyra', ORIGIN, 'k1');
    secrets.locked = true;
    assert.deepEqual(await keyring.read('my-hyra', ORIGIN), { ok: false, problem: { code: 'needs-key' } });
  });

  it('takes nothing for a key that it did not write', async () => {
    const { secrets, keyring } = given();
    for (const text of ['', 'k1', '"k1"', 'null', '{}', '{"origin":1,"key":"k1"}', `{"origin":"${ORIGIN}"}`, '[']) {
      secrets.kept.set('sessionExplorer.key:my-hyra', text);
      assert.deepEqual(await keyring.read('my-hyra', ORIGIN), { ok: false, problem: { code: 'needs-key' } }, text);
    }
  });

  it('forgets a key, and says so where it cannot', async () => {
    const { secrets, keyring } = given();
    await keyring.save('my-hyra', ORIGIN, 'k1');
    secrets.locked = true;
    assert.equal(await keyring.forget('my-hyra'), false);
    secrets.locked = false;
    assert.equal(await keyring.forget('my-hyra'), true);
    assert.equal(secrets.kept.size, 0);
  });

  it('lends a key for as long as it is not taken back, and leaves what a person saved', async () => {
    const { keyring } = given();
    await keyring.save('demo', ORIGIN, 'own');
    keyring.lend('demo', ORIGIN, 'lent');
    assert.deepEqual(await keyring.read('demo', ORIGIN), { ok: true, value: 'lent' });
    keyring.takeBack('demo');
    assert.deepEqual(await keyring.read('demo', ORIGIN), { ok: true, value: 'own' });
  });

  it('knows every key that passed through, also those that were lent, tried, lost or forgotten', async () => {
    const { secrets, open, keyring } = given();
    await keyring.save('a', ORIGIN, 'k1');
    keyring.lend('b', ORIGIN, 'k2');
    secrets.loses = true;
    await keyring.save('c', ORIGIN, 'k3');
    await keyring.forget('a');
    keyring.note('k0');
    assert.deepEqual([...keyring.known()].sort(), ['k0', 'k1', 'k2', 'k3']);
    secrets.loses = false;
    await keyring.save('d', ORIGIN, 'k4');
    const other = open();
    assert.deepEqual([...other.known()], []);
    await other.read('d', 'https://evil.example');
    assert.deepEqual([...other.known()], ['k4']);
  });

  it('tells whose key changed, in another window too, and nothing of the secrets of others', async () => {
    const { secrets, open, keyring } = given();
    const heard: string[] = [];
    const listening = open().onDidChange(id => heard.push(id));
    await keyring.save('a', ORIGIN, 'k1');
    await secrets.store('somebody.else', 'x');
    await keyring.forget('a');
    assert.deepEqual(heard, ['a', 'a']);
    listening.dispose();
    await keyring.save('a', ORIGIN, 'k1');
    assert.equal(heard.length, 2);
  });
});
