import type { Drift } from '../../session/drift.ts';
import type { FactRow, Section } from '../../webview/protocol.ts';
import type { Words } from './words.ts';

/** How this record differs from what its service documents: each field with what came and what was documented. */
export const driftSection = (drift: readonly Drift[], words: Words): Section[] => {
  if (drift.length === 0) return [];
  const say = words.difference;
  const facts = drift.map(
    ({ path, expected, got, example }): FactRow => ({
      label: path,
      value: got === example ? got : `${got}: ${example}`,
      note: expected === 'not documented' ? say.undocumented : say.documented(expected),
    }),
  );
  return [{ kind: 'facts', id: 'drift', title: words.section.drift, note: say.shown, wide: true, groups: [{ facts }] }];
};
