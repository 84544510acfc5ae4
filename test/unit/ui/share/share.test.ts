import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import '../vscode.ts';
import { session } from '../world.ts';

const { announcement } = await import('../../../../src/ui/share/announcement.ts');
const { curlLine } = await import('../../../../src/ui/share/curl.ts');
const { sessionLine } = await import('../../../../src/ui/share/line.ts');
const { keyOfLink, sessionLink } = await import('../../../../src/ui/share/link.ts');

describe('an announcement', () => {
  const words = { hostedBy: (name: string) => `Hosted by ${name}`, status: () => 'Upcoming' };

  it("has the start as Discord's own timestamp, and what else is known", () => {
    const told = session('c', '1', {
      title: 'Training',
      start: '2025-11-20T10:00:00.500Z',
      host: { id: 'u', name: 'ana', displayName: 'Ana' },
      place: { name: 'Lobby' },
    });
    assert.equal(
      announcement(told, words, 'https://example.com/1'),
      [
        '**\u2068Training\u2069** · Upcoming',
        '<t:1763632800:F> (<t:1763632800:R>)',
        'Hosted by \u2068Ana\u2069',
        '\u2068Lobby\u2069',
        '<https://example.com/1>',
      ].join('\n'),
    );
  });

  it('says nothing of what is not known', () => {
    const { start: _, ...bare } = session('c', '1', { title: '', host: { id: 'u' } });
    assert.equal(announcement(bare, words, undefined), '**\u20681\u2069** · Upcoming');
  });

  it('lets no text ping, format, link or add a line', () => {
    const text = fc.string({ unit: fc.constantFrom(...'@\\*_~`|>#[]()<:-/\n\r\u2028éa'), minLength: 1 });
    fc.assert(
      fc.property(text, title => {
        const [first = '', ...more] = announcement(session('c', '1', { title }), words, undefined).split(
          /[\n\r\u2028]/,
        );
        assert.equal(more.length, 1, 'the line of the time');
        const within = first.slice('**'.length, -'** · Upcoming'.length);
        assert.doesNotMatch(within.replace(/\\[^A-Za-z0-9\s]/g, ''), /[\\*_~`|>#[\]()<:]/);
        assert.doesNotMatch(within, /@(?!\u200B)/);
      }),
    );
  });

  it('cuts no escape in two where it cuts a text that is too long', () => {
    const [first = ''] = announcement(session('c', '1', { title: '*'.repeat(1000) }), words, undefined).split('\n');
    assert.match(first, /^\*\*\u2068(\\\*)+…\u2069\*\* · Upcoming$/);
  });
});

describe('a cURL line', () => {
  const KEY = '$SESSION_EXPLORER_KEY';

  /** What a POSIX shell hands to curl. */
  function handed(line: string): string[] {
    const script = `curl() { for each in "$@"; do printf '%s\\0' "$each"; done; }\n${line}`;
    const env = { PATH: process.env.PATH, SESSION_EXPLORER_KEY: 's3cret "$HOME"' };
    return execFileSync('sh', ['-c', script], { env, encoding: 'utf8' }).split('\0').slice(0, -1);
  }

  it('can be read by a person', () => {
    assert.equal(
      curlLine(new URL('https://api.example.com/a?b=1'), key => ({ apikey: key })),
      `curl 'https://api.example.com/a?b=1' --header "apikey: ${KEY}" --header 'Accept: application/json'`,
    );
  });

  it('runs once the variable is set, whatever the address and the headers hold', function () {
    if (process.platform === 'win32') this.skip();
    const wild = fc.string({ unit: fc.constantFrom(...'$`"\'\\!&;#*~ (){}[]<>|%éa'), maxLength: 12 });
    fc.assert(
      fc.property(wild, wild, (path, value) => {
        const url = new URL(`https://api.example.com/${encodeURIComponent(path)}?${path}`);
        assert.deepEqual(handed(curlLine(url, key => ({ authorization: `${value}${key}`, 'x-team': value }))), [
          url.href,
          ...['--header', `authorization: ${value}s3cret "$HOME"`],
          ...['--header', `x-team: ${value}`],
          ...['--header', 'Accept: application/json'],
        ]);
      }),
      { numRuns: 25 },
    );
  });

  it('writes Basic credentials as a user, with the placeholder', () => {
    const basic = (key: string) => ({ authorization: `Basic ${Buffer.from(`tëam:${key}`).toString('base64')}` });
    assert.ok(curlLine(new URL('https://a.example'), basic).includes(`--user "tëam:${KEY}"`));
  });
});

describe('a line of text', () => {
  it('is one line that names the session', () => {
    const told = session('c', '1', { title: 'Two\r\nlines', host: { id: 'u', displayName: 'Ana' } });
    assert.equal(sessionLine(told), 'Two lines · 2025-11-20T10:00:00.000Z · Ana · c/1');
    const { start: _, ...bare } = session('c', '2', { title: '' });
    assert.equal(sessionLine(bare), '2 · c/2');
  });
});

describe('a link', () => {
  /** As VS Code hands it to the handler: parsed, and decoded once. */
  function received(link: string): { scheme: string; path: string; query: string } {
    const [, scheme = '', path = '', query = ''] = /^([^:]+):\/\/[^/]+([^?]*)\?(.*)$/.exec(link) ?? [];
    return { scheme, path, query: decodeURIComponent(query) };
  }

  it('leads to the session that it was made for, whatever its id holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'%&+=?#/ é漢2Fa'), minLength: 1 }), id => {
        const { scheme, path, query } = received(sessionLink('vscode-insiders', `my-hyra/${id}`) ?? '');
        assert.equal(scheme, 'vscode-insiders');
        assert.equal(keyOfLink(path, query), `my-hyra/${id}`);
      }),
    );
  });

  it('is made for no key that could not be read out of it, and for each that can', () => {
    for (const id of ['1'.repeat(601), 'é'.repeat(1900)]) {
      const { path, query } = received(sessionLink('vscode', `c/${id}`) ?? '');
      assert.equal(keyOfLink(path, query), `c/${id}`);
    }
    for (const id of ['', '1'.repeat(2000), 'a\nb', 'a\u202Eb', '\uD800'])
      assert.equal(sessionLink('vscode', `c/${id}`), undefined);
  });

  it('is understood where nobody decoded it', () => {
    assert.equal(keyOfLink('/open', `key=${encodeURIComponent('my-hyra/a b/%41')}`), 'my-hyra/a b/%41');
  });

  it('means nothing else', () => {
    const hostile = [
      ['/run', 'key=c/1'],
      ['/open/', 'key=c/1'],
      ['', 'key=c/1'],
      ['/open', ''],
      ['/open', 'key='],
      ['/open', 'key=c'],
      ['/open', 'key=/1'],
      ['/open', 'key=c/'],
      ['/open', 'x=1&key=c/1'],
      ['/open', 'KEY=c/1'],
      ['/open', 'key=C D/1'],
      ['/open', 'key=../../etc/passwd'],
      ['/open', 'key=command:workbench.action.quit/1'],
      ['/open', `key=${'c'.repeat(41)}/1`],
      ['/open', `key=c/${'1'.repeat(2000)}`],
      ['/open', `key=c%2F${'%31'.repeat(2000)}`],
      ['/open', `key=c%2F${'%31'.repeat(100_000)}`],
      ['/open', 'key=c%2F%E0%A4%A'],
      ['/open', 'key=c/1\nrun'],
      ['/open', 'key=c/\u202Egnp.exe'],
      ['/open', 'key=c/\ud800'],
    ] as const;
    for (const [path, query] of hostile)
      assert.equal(keyOfLink(path, query), undefined, `${path}?${query.slice(0, 60)}`);
  });
});
