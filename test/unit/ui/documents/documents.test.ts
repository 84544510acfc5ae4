import assert from 'node:assert/strict';
import fc from 'fast-check';
import { driftPath, rawPath, readPath } from '../../../../src/ui/documents/uris.ts';
import { driftReport } from '../detail/english.ts';

describe('paths of documents', () => {
  it('carry any session id there and back', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), id => {
        const key = `demo/${id}`;
        assert.deepEqual(readPath(rawPath(key)), { kind: 'raw', key });
      }),
    );
    assert.deepEqual(readPath(rawPath('demo/a/../b%2F')), { kind: 'raw', key: 'demo/a/../b%2F' });
  });

  it('tell a connection that is called drift from a report', () => {
    assert.deepEqual(readPath(rawPath('drift/one.md')), { kind: 'raw', key: 'drift/one.md' });
    assert.deepEqual(readPath(driftPath('demo')), { kind: 'drift', connectionId: 'demo' });
  });

  it('mean nothing else', () => {
    for (const odd of ['', '/', '/demo', '/demo/one', '/demo/a/b.json', '/demo/%E0%A4%A.json'])
      assert.equal(readPath(odd), undefined);
  });
});

describe('report of differences', () => {
  const report = (part: Partial<Parameters<typeof driftReport>[0]> = {}): string =>
    driftReport({
      source: 'Digital Samba',
      document: { title: 'List sessions', readOn: '2026-11-22' },
      drift: [],
      unreadable: [],
      instant: iso => iso,
      ...part,
    });

  it('names the document and its day', () => {
    assert.match(report(), /“List sessions”, read on 2026-11-22/);
    assert.match(report(), /No differences so far/);
  });

  it('keeps remote text inside code, whatever it holds', () => {
    const text = report({
      drift: [
        {
          provider: 'digitalSamba',
          path: 'data[].live',
          expected: 'boolean',
          got: 'string',
          example: '`|\n<img src=x>',
          count: 3,
          firstSeen: 'then',
        },
      ],
      unreadable: [{ note: '```\n# heading' }],
    });
    assert.ok(text.includes('`` `\\| <img src=x> ``'));
    assert.match(text, /\n````json\n/);
  });
});
