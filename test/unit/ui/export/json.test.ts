import assert from 'node:assert/strict';
import type { Session } from '../../../../src/session/session.ts';
import { json } from '../../../../src/ui/export/json.ts';
import { coverage, session } from '../world.ts';
import { inSlices, joined } from './slices.ts';

const { problem: _, ...held } = coverage('c');
const head = { query: 'status:live', total: 3, exportedAt: '2025-11-22T10:00:00.000Z', coverage: [held] };

async function written(...slices: Session[][]): Promise<string> {
  return joined(json(inSlices(...slices), head));
}

describe('JSON', () => {
  it('holds the sessions as the API has them, after the coverage', async () => {
    const sessions = [session('c', '1', { title: 'a "quoted"\n\u2028title' }), session('c', '2'), session('c', '3')];
    const text = await written(sessions.slice(0, 2), [], sessions.slice(2));
    assert.deepEqual(JSON.parse(text), { ...head, sessions });
    assert.ok(text.indexOf('"coverage"') < text.indexOf('"sessions"'));
    assert.ok(text.endsWith('}\n'));
  });

  it('is whole without a session', async () => {
    assert.deepEqual(JSON.parse(await written()), { ...head, sessions: [] });
    assert.deepEqual(JSON.parse(await written([])), { ...head, sessions: [] });
  });
});
