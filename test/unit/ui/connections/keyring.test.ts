import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { createKeyring } from '../../../../src/ui/connections/keyring.ts';
import { virtualTime } from '../../soak/virtual-time.ts';

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
    /** What is asked of it is answered once this is. */
    asleep: undefined as Promise<void> | undefined,
    /** How often it was asked. */
    gets: 0,
    async get(name: string) {
      secrets.gets += 1;
      await secrets.asleep;
      if (secrets.locked) throw new Error('locked');
      return kept.get(name);
    },
    async store(name: string, value: string) {
      await secrets.asleep;
      if (secrets.locked) throw new Error('locked');
      if (secrets.loses) return;
      kept.set(name, value);
      for (const listener of listeners) listener({ key: name });
    },
    async delete(name: string) {
      await secrets.asleep;
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

/** Waits as long as it takes. */
const patient = new AbortController().signal;

function given() {
  const secrets = createSecrets();
  const time = virtualTime(0);
  const open = () => createKeyring(secrets as unknown as vscode.SecretStorage, time);
  return { secrets, open, keyring: open(), pass: (ms: number) => time.pass(ms, () => false), time };
}

/** Sends a system's keyring to sleep; the function wakes it. */
function lull(secrets: ReturnType<typeof createSecrets>): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  secrets.asleep = promise;
  return () => {
    secrets.asleep = undefined;
    resolve();
  };
}

describe('the keyring', () => {
  it('keeps a key for its origin under the name that the connection has', async () => {
    const { secrets, open, keyring } = given();
    assert.equal(await keyring.save('my-hyra', ORIGIN, 'k1'), 'saved');
    assert.deepEqual([...secrets.kept.keys()], ['sessionExplorer.key:my-hyra']);
    assert.deepEqual(await open().read('my-hyra', ORIGIN, patient), { ok: true, value: 'k1' });
  });

  it('has no key that nobody saved', async () => {
    assert.deepEqual(await given().keyring.read('my-hyra', ORIGIN, patient), {
      ok: false,
      problem: { code: 'needs-key' },
    });
  });

  it('hands a key to no other origin', async () => {
    const { keyring } = given();
    await keyring.save('my-hyra', ORIGIN, 'k1');
    for (const origin of ['https://api.example.com:8443', 'http://api.example.com', 'https://example.com', '']) {
      const problem = { code: 'key-for-other-origin', savedFor: ORIGIN, origin };
      assert.deepEqual(await keyring.read('my-hyra', origin, patient), { ok: false, problem });
    }
    keyring.lend('demo', ORIGIN, 'k2');
    assert.equal((await keyring.read('demo', 'https://evil.example', patient)).ok, false);
  });

  it('keeps a key for this window where the system loses it or throws', async () => {
    for (const fault of ['loses', 'locked'] as const) {
      const { secrets, open, keyring } = given();
      secrets[fault] = true;
      assert.equal(await keyring.save('my-hyra', ORIGIN, 'k1'), 'window', fault);
      assert.deepEqual(await keyring.read('my-hyra', ORIGIN, patient), { ok: true, value: 'k1' });
      assert.equal((await open().read('my-hyra', ORIGIN, patient)).ok, false);
      secrets[fault] = false;
      assert.equal(await keyring.save('my-hyra', ORIGIN, 'k2'), 'saved');
      assert.deepEqual(await keyring.read('my-hyra', ORIGIN, patient), { ok: true, value: 'k2' });
    }
  });

  it('asks for a key while the system does not hand it out', async () => {
    const { secrets, keyring } = given();
    await keyring.save('my-hyra', ORIGIN, 'k1');
    secrets.locked = true;
    const problem = { code: 'needs-key', locked: true };
    assert.deepEqual(await keyring.read('my-hyra', ORIGIN, patient), { ok: false, problem });
  });

  it('takes nothing for a key that it did not write', async () => {
    const { secrets, keyring } = given();
    for (const text of ['', 'k1', '"k1"', 'null', '{}', '{"origin":1,"key":"k1"}', `{"origin":"${ORIGIN}"}`, '[']) {
      secrets.kept.set('sessionExplorer.key:my-hyra', text);
      assert.deepEqual(
        await keyring.read('my-hyra', ORIGIN, patient),
        { ok: false, problem: { code: 'needs-key' } },
        text,
      );
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
    assert.deepEqual(await keyring.read('demo', ORIGIN, patient), { ok: true, value: 'lent' });
    keyring.takeBack('demo');
    assert.deepEqual(await keyring.read('demo', ORIGIN, patient), { ok: true, value: 'own' });
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
    await other.read('d', 'https://evil.example', patient);
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

  it('is waited for no longer than whoever asks has patience, and tells when it answers after all', async () => {
    const { secrets, keyring } = given();
    await keyring.save('a', ORIGIN, 'k1');
    const heard: string[] = [];
    keyring.onDidChange(id => heard.push(id));
    const before = secrets.gets;
    const wake = lull(secrets);
    for (let times = 0; times < 3; times += 1) {
      const impatience = new AbortController();
      const read = keyring.read('a', ORIGIN, impatience.signal);
      impatience.abort();
      assert.deepEqual(await read, { ok: false, problem: { code: 'keyring-silent' } });
    }
    assert.equal(secrets.gets, before + 1, 'a keyring that does not answer is not asked again');
    assert.deepEqual(heard, []);
    const waits = keyring.read('a', ORIGIN, patient);
    wake();
    assert.deepEqual(await waits, { ok: true, value: 'k1' });
    assert.deepEqual(heard, ['a'], 'once, however many gave up');
    assert.deepEqual(await keyring.read('a', ORIGIN, patient), { ok: true, value: 'k1' });
    assert.deepEqual(heard, ['a']);
  });

  it('is read in the end where each of its answers comes too late', async () => {
    const { secrets, keyring } = given();
    await keyring.save('a', ORIGIN, 'k1');
    const told = new Promise<string>(resolve => keyring.onDidChange(resolve));
    const wake = lull(secrets);
    const impatience = new AbortController();
    const read = keyring.read('a', ORIGIN, impatience.signal);
    impatience.abort();
    assert.equal((await read).ok, false);
    wake();
    assert.equal(await told, 'a');
    const before = secrets.gets;
    lull(secrets);
    assert.deepEqual(await keyring.read('a', ORIGIN, patient), { ok: true, value: 'k1' });
    assert.equal(secrets.gets, before);
  });

  it('has the key that another window saved while it was asked', async () => {
    const { secrets, keyring, open } = given();
    keyring.onDidChange(() => {});
    const wake = lull(secrets);
    const first = keyring.read('a', ORIGIN, patient);
    secrets.asleep = undefined;
    await open().save('a', ORIGIN, 'k1');
    assert.deepEqual(await keyring.read('a', ORIGIN, patient), { ok: true, value: 'k1' });
    wake();
    await first;
  });

  it('keeps a key for this window while it does not answer, and for good once it does', async () => {
    const { secrets, keyring, open, pass, time } = given();
    const wake = lull(secrets);
    const saving = keyring.save('a', ORIGIN, 'k1');
    assert.deepEqual(await keyring.read('a', ORIGIN, patient), { ok: true, value: 'k1' });
    await pass(20_000);
    assert.equal(await saving, 'silent');
    assert.equal(time.sleepers, 0);
    wake();
    await pass(0);
    assert.deepEqual(await open().read('a', ORIGIN, patient), { ok: true, value: 'k1' });
    secrets.kept.clear();
    assert.equal((await keyring.read('a', ORIGIN, patient)).ok, false, 'memory holds it no more');
  });

  it('hands a key that a person sets to whoever waits while it does not answer', async () => {
    const { secrets, keyring, pass } = given();
    const wake = lull(secrets);
    const waits = keyring.read('a', ORIGIN, patient);
    const saving = keyring.save('a', ORIGIN, 'k1');
    assert.deepEqual(await waits, { ok: true, value: 'k1' });
    await pass(20_000);
    assert.equal(await saving, 'silent');
    wake();
  });

  it('says that a key is not forgotten while it does not answer', async () => {
    const { secrets, keyring, pass } = given();
    await keyring.save('a', ORIGIN, 'k1');
    lull(secrets);
    const forgetting = keyring.forget('a');
    await pass(20_000);
    assert.equal(await forgetting, false);
  });
});
