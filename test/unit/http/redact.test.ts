import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRedactor } from '../../../src/http/redact.ts';

const KEY = 'sk/Live+7"Q9 zü';
const redact = createRedactor(() => [KEY]);
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('redactor', () => {
  const spellings: Record<string, string> = {
    plain: KEY,
    'in another case': KEY.toUpperCase(),
    'URL-encoded': encodeURIComponent(KEY),
    'URL-encoded in lower case': encodeURIComponent(KEY).toLowerCase(),
    'form-encoded': new URLSearchParams({ a: KEY }).toString().slice(2),
    'within JSON': JSON.stringify(KEY).slice(1, -1),
    'within JSON, slashes escaped': JSON.stringify(KEY).slice(1, -1).replaceAll('/', '\\/'),
    base64: base64(KEY),
    'base64 for URLs': Buffer.from(KEY).toString('base64url'),
    'base64 of user:key': base64(`team-1:${KEY}`),
    'base64 of us:key': base64(`us:${KEY}`),
    'base64 of u:key:more': base64(`u:${KEY}:and more`),
  };
  for (const [name, spelling] of Object.entries(spellings)) {
    it(`takes out a key ${name}`, () => {
      assert.equal(redact.text(`before (${spelling}) after`), 'before ([redacted]) after');
      assert.equal(redact.text(`${spelling}, ${spelling}`), '[redacted], [redacted]');
    });
  }

  it('takes out any key, in plain and in base64 behind any user', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 6, maxLength: 40, unit: 'grapheme-ascii' }),
        fc.string({ maxLength: 9 }),
        (key, user) => {
          const one = createRedactor(() => [key]);
          assert.ok(!one.text(`x ${key} y`).toLowerCase().includes(key.toLowerCase()) || '[redacted]'.includes(key));
          assert.equal(one.text(`(${base64(`${user}:${key}`)})`), '([redacted])');
        },
      ),
    );
  });

  it('takes out the values of authorising headers in text', () => {
    const cases: [string, string][] = [
      ['Authorization: Bearer abc.def\nAccept: x', 'Authorization: [redacted]\nAccept: x'],
      ["curl -H 'apikey: abc def' https://a/", "curl -H 'apikey: [redacted]' https://a/"],
      ['{"x-api-key":"a\\"bc","b":1}', '{"x-api-key":"[redacted]","b":1}'],
      ["{ cookie: 'a=b; c=d', b: 1 }", "{ cookie: '[redacted]', b: 1 }"],
      ['failed with Bearer abcdefgh.ijk', 'failed with Bearer [redacted]'],
    ];
    for (const [text, clean] of cases) assert.equal(redact.text(text), clean);
  });

  it('takes out the values of headers by name, and keys in any other', () => {
    assert.deepEqual(redact.headers({ Authorization: 'Basic x', ApiKey: 'k', accept: 'json', 'x-echo': `<${KEY}>` }), {
      Authorization: '[redacted]',
      ApiKey: '[redacted]',
      accept: 'json',
      'x-echo': '<[redacted]>',
    });
  });

  it('takes out query parameters by name, and credentials in addresses', () => {
    assert.equal(
      redact.url('https://a.example/x?page=2&API_KEY=abc&token=d%20e&monkey=1#f'),
      'https://a.example/x?page=2&API_KEY=[redacted]&token=[redacted]&monkey=1#f',
    );
    assert.equal(redact.url(new URL('http://me:pw@proxy.example:80/')), 'http://[redacted]@proxy.example/');
    assert.equal(
      redact.text('via http://me:pw@proxy.example:8080 now'),
      'via http://[redacted]@proxy.example:8080 now',
    );
  });

  it('leaves everything else as it is', () => {
    const text = 'Basic training, key: 7, host@example.com, https://a.example/?page=2&keys=1 "token" مرحبا';
    assert.equal(redact.text(text), text);
    assert.equal(createRedactor(() => ['', 'abc']).text('abc'), 'abc');
  });

  it('knows a key from the moment it is there', () => {
    const keys: string[] = [];
    const late = createRedactor(() => keys);
    assert.equal(late.text('first-key second-key'), 'first-key second-key');
    keys.push('first-key');
    assert.equal(late.text('first-key second-key'), '[redacted] second-key');
    keys[0] = 'second-key';
    assert.equal(late.text('first-key second-key'), 'first-key [redacted]');
    keys.pop();
    assert.equal(late.text('first-key second-key'), 'first-key second-key');
  });

  it('takes a run of base64 out once, however often the key stands in it, and no run for four letters of it', () => {
    const one = createRedactor(() => ['first-key']);
    assert.equal(one.text(`x ${btoa('first-key:first-key')} y`), 'x [redacted] y');
    const short = createRedactor(() => ['abcd']);
    assert.equal(short.text(`abcd ${btoa('abc')}`), `[redacted] ${btoa('abc')}`);
  });

  it('does not choke on long runs of letters', () => {
    const run = 'QUJD'.repeat(250_000);
    assert.equal(redact.text(run), run);
  });
});
