import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { PROVIDERS } from '../../../../src/providers/registry.ts';
import { rawPath, SCHEME } from '../../../../src/ui/documents/uris.ts';

interface Schema {
  description?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema;
  items?: Schema;
  anyOf?: Schema[];
}

const manifest = JSON.parse(await readFile(new URL('../../../../package.json', import.meta.url), 'utf8'));

describe('schemas of raw records', () => {
  it('are named in the manifest for each service, by the address of its documents', () => {
    const named: { fileMatch: string; url: string }[] = manifest.contributes.jsonValidation;
    for (const { id } of PROVIDERS) {
      const address = `${SCHEME}:${rawPath(id, `my-${id.toLowerCase()}/a%2Fb c`)}`;
      const [schema, ...more] = named.filter(({ fileMatch }) =>
        new RegExp(`^${fileMatch.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`).test(address),
      );
      assert.equal(schema?.url, `./dist/schemas/${id}.json`);
      assert.deepEqual(more, []);
    }
    assert.equal(named.length, PROVIDERS.length);
  });

  it('can be made of what each service documents, and explain some of it', () => {
    for (const { id, wire } of PROVIDERS) {
      assert.ok(wire.length > 0, id);
      for (const each of wire) {
        const schema = z.toJSONSchema(each, { target: 'draft-7', io: 'input', unrepresentable: 'throw' }) as Schema;
        const fields = Object.entries(schema.properties ?? {});
        assert.ok(fields.length > 5, id);
        assert.ok(fields.filter(([, { description }]) => description).length * 4 > fields.length, id);
      }
    }
  });

  it('explain every metric of Digital Samba, if only by saying that nobody defines it', () => {
    const samba = PROVIDERS.find(({ id }) => id === 'digitalSamba');
    const [statistics] = samba?.wire ?? [];
    assert.ok(statistics);
    const schema = z.toJSONSchema(statistics, { target: 'draft-7', io: 'input' }) as Schema;
    const metrics = Object.entries(schema.properties ?? {}).filter(([name]) => /_(minutes|participants)$/.test(name));
    assert.ok(metrics.length > 20);
    for (const [name, { description }] of metrics) assert.ok(description, name);
  });
});
