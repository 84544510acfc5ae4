import assert from 'node:assert/strict';
import { placeholders, readJson, sourceMessages } from './messages.ts';

const LANGUAGES = ['ar', 'es'];

describe('the words in other languages', () => {
  for (const language of LANGUAGES) {
    it(`are complete in ${language}, and none is left over`, async () => {
      const bundle = await readJson(`media/l10n/bundle.l10n.${language}.json`);
      const messages = await sourceMessages();
      assert.deepEqual(
        [...messages].filter(message => !(message in bundle)),
        [],
        'not translated',
      );
      assert.deepEqual(
        Object.keys(bundle).filter(message => !messages.has(message)),
        [],
        'no longer said',
      );
    });

    it(`have the same placeholders in ${language}`, async () => {
      const bundle = await readJson(`media/l10n/bundle.l10n.${language}.json`);
      for (const [message, words] of Object.entries(bundle)) {
        assert.deepEqual(placeholders(words), placeholders(message), message);
        assert.notEqual(words.trim(), '', message);
      }
    });

    it(`cover the manifest in ${language}`, async () => {
      const english = await readJson('package.nls.json');
      const words = await readJson(`package.nls.${language}.json`);
      assert.deepEqual(Object.keys(words).sort(), Object.keys(english).sort());
      for (const [key, text] of Object.entries(words)) {
        const links = (all: string) => [...all.matchAll(/\((command:[^)]*|https:[^)]*)\)/g)].map(([, link]) => link);
        assert.deepEqual(links(text), links(english[key] ?? ''), key);
      }
    });
  }
});
