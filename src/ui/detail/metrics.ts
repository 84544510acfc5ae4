import type { Metric, SessionDetail } from '../../session/detail.ts';
import type { Amount, Bar, CheckRow, Section, Term } from '../../webview/protocol.ts';
import type { Format } from './format.ts';
import type { Words } from './words.ts';

/** Digital Samba's metrics in the groups and the order in which the detail shows them; the key figures stand apart. */
const GROUPS = {
  deviceMinutes: [
    'desktop_participation_minutes',
    'mobile_participation_minutes',
    'tablet_participation_minutes',
    'smarttv_participation_minutes',
  ],
  devicePeople: ['desktop_participants', 'mobile_participants', 'tablet_participants', 'smarttv_participants'],
  mediaMinutes: [
    'broadcasted_minutes',
    'subscribed_minutes',
    'screen_broadcasted_minutes',
    'screen_subscribed_minutes',
    'recorded_minutes',
    'stored_recorded_minutes',
    'presentation_minutes',
    'whiteboard_minutes',
    'breakout_minutes',
    'captions_minutes',
    'transcription_minutes',
    'e2ee_minutes',
  ],
  engagement: ['public_chat_posts', 'questions', 'answers', 'polls', 'active_roles', 'live_participants'],
} as const;

/** Label and tooltip of a metric: what the vendor means by it, or that it does not say. */
export const metricTerm = (name: string, words: Words): Term => {
  const term = words.metric.terms[name];
  const meaning = term?.meaning ?? words.metric.undefinedByVendor;
  return { label: term?.label ?? name, meaning: `${meaning} ${words.metric.field(name)}` };
};

export const metricAmount = (metric: Metric, words: Words, format: Format): Amount => {
  const unit = words.unit[metric.unit];
  return { text: format.number(metric.value), metric: metric.name, ...(unit === '' ? {} : { unit }) };
};

/**
 * All of a session's metrics in sections, but those that stand among the key figures: a metric's number has one place.
 * What the service left out is said to be missing, never zero.
 */
export const metricSections = (
  metrics: readonly Metric[],
  keyFigures: ReadonlySet<string>,
  words: Words,
  format: Format,
): Section[] => {
  if (metrics.length === 0) return [];
  const byName = new Map(metrics.map(metric => [metric.name, metric]));
  const known = new Set(keyFigures);
  const sections: Section[] = [];
  for (const [id, group] of Object.entries(GROUPS) as [keyof typeof GROUPS, readonly string[]][]) {
    const names = group.filter(name => !keyFigures.has(name));
    for (const name of names) known.add(name);
    const found = names.map(name => byName.get(name)).filter(metric => metric !== undefined);
    if (found.length === 0) continue;
    const total = found.reduce((sum, metric) => sum + Math.max(0, metric.value), 0);
    const most = found.reduce((max, metric) => Math.max(max, metric.value), 0);
    const parts = id === 'deviceMinutes' || id === 'devicePeople';
    const whole = parts ? total : most;
    const rows = names.map((name): Bar => {
      const metric = byName.get(name);
      const term = metricTerm(name, words);
      if (!metric) return { term };
      const fraction = whole > 0 ? Math.max(0, metric.value) / whole : 0;
      return {
        term,
        amount: metricAmount(metric, words, format),
        ...(id === 'engagement' ? {} : { fraction }),
        ...(parts && total > 0 ? { share: format.percent(fraction) } : {}),
      };
    });
    sections.push({ kind: 'bars', id, title: words.section[id], rows });
  }
  const others = metrics.filter(metric => !known.has(metric.name));
  if (others.length > 0)
    sections.push({
      kind: 'bars',
      id: 'otherMetrics',
      title: words.section.otherMetrics,
      rows: others.map(metric => ({
        term: metricTerm(metric.name, words),
        amount: metricAmount(metric, words, format),
      })),
    });
  return sections;
};

/** Both numbers of each check and the verdict, which the adapter reached with rounding allowed for. */
export const checkSection = (checks: SessionDetail['checks'], words: Words, format: Format): Section[] => {
  if (checks.length === 0) return [];
  const rows = checks.map((check): CheckRow => {
    const known = words.check.terms[check.name];
    const unit = known?.minutes ? { unit: words.unit.minutes } : {};
    const amount = (value: number): Amount => ({ text: format.number(value), ...unit });
    const gap = format.number(Math.abs(check.actual - check.expected));
    const difference = known?.minutes ? `${gap} ${words.unit.minutes}` : gap;
    return {
      term: known?.term ?? { label: check.name },
      ok: check.ok,
      verdict:
        check.actual === check.expected
          ? words.verdict.equal
          : check.ok
            ? words.verdict.rounding(difference)
            : words.verdict.off(difference),
      expected: { label: known?.expected ?? words.check.expected, amount: amount(check.expected) },
      actual: { label: known?.actual ?? words.check.actual, amount: amount(check.actual) },
    };
  });
  return [{ kind: 'checks', id: 'checks', title: words.section.checks, wide: true, rows }];
};
