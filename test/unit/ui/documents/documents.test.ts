import assert from 'node:assert/strict';
import fc from 'fast-check';
import { rawPath, readPath, reportPath } from '../../../../src/ui/documents/uris.ts';
import { driftReport } from '../detail/english.ts';

describe('paths of documents', () => {
  it('carry any session id there and back', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), id => {
        const key = `demo/${id}`;
        assert.deepEqual(readPath(rawPath('hyra', key)), { kind: 'raw', key });
      }),
    );
    assert.deepEqual(readPath(rawPath('hyra', 'demo/a/../b%2F')), { kind: 'raw', key: 'demo/a/../b%2F' });
  });

  it('start with the provider, by which the manifest names a schema', () => {
    assert.equal(rawPath('hyra', 'my-hyra/a b'), '/hyra/my-hyra/a%20b.json');
  });

  it('tell reports from records, whatever a connection is called', () => {
    for (const id of ['demo', 'drift', 'test']) {
      assert.deepEqual(readPath(rawPath('hyra', `${id}/one.md`)), { kind: 'raw', key: `${id}/one.md` });
      assert.deepEqual(readPath(reportPath('drift', id)), { kind: 'drift', connectionId: id });
      assert.deepEqual(readPath(reportPath('test', id)), { kind: 'test', connectionId: id });
    }
  });

  it('name the report on all connections', () => {
    assert.deepEqual(readPath(reportPath('drift')), { kind: 'drift' });
  });

  it('mean nothing else', () => {
    const odd = ['', '/', '/demo', '/demo/one', '/hyra/demo/a/b.json', '/hyra/demo/%E0%A4%A.json', '/hyra/demo/.json'];
    for (const path of [...odd, '//demo/a.json', '/hyra//a.json', '/drift/.md', '/drift/demo.txt', '/demo/a.json'])
      assert.equal(readPath(path), undefined, path);
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

  it('says where there may be more than it holds', () => {
    const kinds = (count: number) =>
      Array.from({ length: count }, (_, at) => ({
        ...{ provider: 'hyra' as const, path: `field${at}`, expected: 'nothing', got: 'number', example: '1' },
        ...{ count: 1, firstSeen: 'then' },
      }));
    assert.doesNotMatch(report({ drift: kinds(199) }), /there may be more/);
    assert.match(
      report({ drift: kinds(200) }),
      /Of each answer the first 200 differences are kept, so there may be more/,
    );
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
