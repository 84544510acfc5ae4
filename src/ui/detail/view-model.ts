import type { DetailRecord } from '../../session/detail.ts';
import type { Drift } from '../../session/drift.ts';
import type { Problem } from '../../session/problem.ts';
import type { Session } from '../../session/session.ts';
import type { DetailView, Figure, Header, HeaderAction, Notice, Section } from '../../webview/protocol.ts';
import { attendanceSection, peopleSection } from './attendance.ts';
import { driftSection } from './drift.ts';
import { aboutGroup, factSections, INCOMPLETE } from './facts.ts';
import { type Format, formatter } from './format.ts';
import { checkSection, metricAmount, metricSections, metricTerm } from './metrics.ts';
import { rosterFigures, rosterSection, tellsMore } from './rosters.ts';
import { timeline } from './timeline.ts';
import type { Words } from './words.ts';

/** Where and for whom a detail is shown. */
export interface Setting {
  /** An IANA zone, never `local`. */
  zone: string;
  /** VS Code's display language. */
  locale: string;
  /** Epoch ms. */
  now: number;
  words: Words;
  /** Service, and connection where that says more: `Digital Samba · Production`. */
  source: string;
  /** The service has a place of its own for this session. */
  link?: boolean;
  previous?: boolean;
  next?: boolean;
  /** Pictures may be loaded from the service. */
  remoteImages?: boolean;
}

export interface DetailInput extends Setting {
  record: DetailRecord;
  /** Epoch ms. */
  fetchedAt: number;
  /** Why this is not fresh. */
  problem?: Problem;
  /** Distinct disagreements with the documented shape in this connection's answers. */
  drift?: number;
  /** Those of this record. */
  differences?: readonly Drift[];
  /** Connections that gave names to people whom this service names by id only. */
  namesFrom?: readonly string[];
}

const buttons = (session: Session, setting: Setting): HeaderAction[] => {
  const say = setting.words.action;
  const button = (action: HeaderAction['action'], enabled = true): HeaderAction => ({
    action,
    label: say[action],
    enabled,
  });
  const joins = session.provider === 'digitalSamba' && session.status === 'live';
  return [
    ...(setting.link
      ? [{ ...button('openLink'), primary: joins, ...(joins ? { label: setting.words.joinRoom } : {}) }]
      : []),
    button('openRaw'),
    button('copyId'),
    button('copyCurl'),
    button('copyAnnouncement'),
    button('compare'),
    button('export'),
    { ...button('previous', setting.previous === true), icon: 'previous' },
    { ...button('next', setting.next === true), icon: 'next' },
    { ...button('refresh'), icon: 'refresh' },
  ];
};

const header = (session: Session, setting: Setting, format: Format): Header => {
  const { words } = setting;
  const note =
    session.statusSource === 'derived'
      ? words.statusDerived
      : session.rawStatus && session.rawStatus.toLowerCase() !== session.status
        ? words.statusReported(session.rawStatus)
        : undefined;
  const { start, end } = session;
  const when =
    start === undefined
      ? undefined
      : end !== undefined && Date.parse(end) >= Date.parse(start)
        ? format.range(start, end)
        : format.instant(start);
  return {
    key: session.key,
    title: session.title,
    source: setting.source,
    status: { word: session.status, label: words.status(session.status), ...(note === undefined ? {} : { note }) },
    flags: session.flags.map(words.flag),
    ...(when === undefined ? {} : { when: `${when} (${format.zone})` }),
    actions: buttons(session, setting),
  };
};

/** What can be shown of a session before its detail has arrived. */
export const headerView = (session: Session, setting: Setting): Header =>
  header(session, setting, formatter(setting.locale, setting.zone, setting.words));

const durationFigure = (session: Session, setting: Setting, format: Format): Figure => {
  const say = setting.words.figure;
  const start = session.start === undefined ? Number.NaN : Date.parse(session.start);
  if (session.status === 'live' && setting.now >= start)
    return { term: say.durationSoFar, amounts: format.duration(setting.now - start) };
  const planned = session.endSource === 'derived' || session.status === 'upcoming';
  return {
    term: say.duration,
    amounts: session.durationMinutes === undefined ? [] : format.duration(session.durationMinutes * 60_000),
    ...(planned && session.durationMinutes !== undefined ? { note: say.durationDerived } : {}),
  };
};

const figures = (record: DetailRecord, setting: Setting, format: Format): Figure[] => {
  const { detail } = record;
  const { words } = setting;
  const result = [durationFigure(detail, setting, format)];
  const { participants } = detail;
  const metric = (name: string): Figure | undefined => {
    const found = detail.metrics.find(each => each.name === name);
    return found && { term: metricTerm(name, words), amounts: [metricAmount(found, words, format)] };
  };
  const count = (term: Figure['term'], value: number | undefined, of?: number): Figure[] =>
    value === undefined
      ? []
      : [
          {
            term,
            amounts: [{ text: format.number(value) }],
            ...(of === undefined ? {} : { note: words.figure.of(format.number(of)) }),
          },
        ];
  const push = (name: string, instead: Figure[]): void => {
    const found = metric(name);
    if (found) result.push(found);
    else if (detail.metrics.length === 0) result.push(...instead);
    else result.push({ term: metricTerm(name, words), amounts: [] });
  };
  if (detail.status === 'live') push('live_participants', count(words.figure.live, participants?.live));
  const placed = tellsMore(record.rosters);
  push('active_participants', placed ? [] : count(words.figure.people, participants?.total, participants?.capacity));
  push('max_concurrent_participants', count(words.figure.peak, participants?.peak));
  if (detail.metrics.length > 0) push('participation_minutes', []);
  const places = rosterFigures(record.rosters, words, format);
  result.push(
    ...(places.length > 0 ? places : count(words.figure.attended, participants?.attended, participants?.total)),
  );
  return result;
};

const notices = (input: DetailInput, format: Format): Notice[] => {
  const { words, record } = input;
  const result: Notice[] = [];
  if (input.problem)
    result.push({
      level: 'warning',
      text: words.notice.stale(format.instant(input.fetchedAt), words.problem(input.problem)),
      action: { action: 'refresh', label: words.shell.retry },
    });
  for (const fact of record.facts)
    if (fact.group === INCOMPLETE) result.push({ level: 'warning', text: words.notice.incomplete(String(fact.value)) });
  const failed = record.detail.checks.filter(check => !check.ok);
  if (failed.length > 0) {
    const names = failed.map(check => words.check.terms[check.name]?.term.label ?? check.name);
    result.push({ level: 'warning', text: words.notice.failedChecks(words.list(names)) });
  }
  const live =
    record.detail.metrics.find(metric => metric.name === 'live_participants')?.value ??
    record.detail.participants?.live;
  if (record.detail.provider === 'digitalSamba' && record.detail.status === 'live' && live === 0)
    result.push({ level: 'info', text: words.notice.emptyLive });
  return result;
};

/** All of a session as a person reads it: pure, so that what is shown can be known without a window. */
export const viewModel = (input: DetailInput): DetailView => {
  const { record, words } = input;
  const { detail } = record;
  const format = formatter(input.locale, input.zone, words);
  const live = detail.status === 'live';
  const span = { start: detail.start, end: live ? undefined : detail.end };
  const line = timeline(detail.people, { ...span, live, now: input.now });
  const byId = Map.groupBy(detail.people, row => row.id);
  const people =
    line?.lines ??
    [...byId].map(([id, rows]) => {
      const name = rows.find(row => row.name)?.name;
      return { id, rows, presentMs: 0, ...(name === undefined ? {} : { name }) };
    });
  const keys = figures(record, input, format);
  const keyMetrics = new Set(keys.flatMap(figure => figure.amounts.map(amount => amount.metric ?? '')));
  const sections: Section[] = [
    ...(line ? [attendanceSection(line, words, format)] : []),
    ...metricSections(detail.metrics, keyMetrics, words, format),
    ...checkSection(detail.checks, words, format),
    ...rosterSection(record, words, format),
    ...factSections(record, words, format),
    // Places name all their people: a second list would only repeat them.
    ...peopleSection(
      tellsMore(record.rosters) ? [] : people,
      {
        live,
        from: line?.from ?? 0,
        to: line?.to ?? 0,
        byName: record.byName !== undefined,
        counted: detail.metrics.find(({ name }) => name === 'active_participants')?.value,
      },
      words,
      format,
    ),
    ...driftSection(input.differences ?? [], words),
  ];
  return {
    header: {
      ...header(detail, input, format),
      fetched: words.fetched(format.instant(input.fetchedAt)),
    },
    notices: notices(input, format),
    figures: keys,
    sections,
    about: aboutGroup(detail, { source: input.source, pictures: input.remoteImages === true }, words, format),
    ...footer(input, format),
  };
};

const footer = ({ words, namesFrom = [], drift = 0 }: DetailInput, format: Format): Pick<DetailView, 'footer'> => {
  const text = [
    ...(namesFrom.length > 0 ? [words.namesFrom(namesFrom.join(', '))] : []),
    ...(drift > 0 ? [drift === 1 ? words.driftOne : words.drift(format.number(drift))] : []),
  ].join(' ');
  if (text === '') return {};
  return { footer: { text, ...(drift > 0 ? { action: { action: 'showDrift', label: words.action.showDrift } } : {}) } };
};
