import assert from 'node:assert/strict';
import { readMessage, readState } from '../../../../src/ui/detail/messages.ts';
import { html } from '../../../../src/ui/webview/html.ts';

const page = {
  source: 'https://webview.example',
  scriptUri: 'https://webview.example/detail.js',
  styleUri: 'https://webview.example/detail.css',
  language: 'en',
  title: 'demo/"><script>alert(1)</script>',
  remoteImages: false,
};
const policy = (text: string): string => text.match(/Content-Security-Policy" content="([^"]+)"/)?.[1] ?? '';

describe('page of the detail', () => {
  it('allows one script by nonce and nothing from elsewhere', () => {
    const text = html(page);
    const nonce = text.match(/<script nonce="([^"]+)" src=/)?.[1];
    assert.match(nonce ?? '', /^[A-Za-z0-9+/=]{24}$/);
    assert.equal(
      policy(text).replaceAll('&#39;', "'"),
      `default-src 'none'; base-uri 'none'; form-action 'none'; script-src 'nonce-${nonce}'; style-src https://webview.example`,
    );
    assert.notEqual(html(page), text);
  });

  it('lets pictures in only where that is allowed, over https', () => {
    assert.match(policy(html({ ...page, remoteImages: true })), /; img-src https:$/);
  });

  it('escapes what it is given', () => {
    assert.ok(!html(page).includes('<script>alert'));
  });
});

describe('messages from the webview', () => {
  it('takes what the protocol knows', () => {
    assert.deepEqual(readMessage({ type: 'ready' }), { type: 'ready' });
    assert.deepEqual(readMessage({ type: 'action', action: 'copyId' }), { type: 'action', action: 'copyId' });
  });

  it('refuses anything else', () => {
    for (const odd of [
      undefined,
      'ready',
      { type: 'action', action: 'removeConnection' },
      { type: 'action', action: 'openLink', url: 'https://evil.example' },
      { type: 'run' },
    ])
      assert.equal(readMessage(odd), undefined);
  });

  it('reads only the key of a kept state', () => {
    assert.deepEqual(readState({ key: 'demo/one', title: 'secret' }), { key: 'demo/one' });
    for (const odd of [undefined, {}, { key: 1 }, { key: '' }, { key: 'no-slash' }])
      assert.equal(readState(odd), undefined);
  });
});
