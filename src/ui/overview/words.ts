import { env, l10n } from 'vscode';
import type { Problem } from '../../session/problem.ts';
import type { OverviewAction } from '../../webview/overview-protocol.ts';
import { wordCoverage } from '../wording/coverage.ts';
import { wordStatus } from '../wording/session.ts';
import { wordMinutes } from '../wording/time.ts';
import type { Unit } from './buckets.ts';

const actions = (): Record<OverviewAction, string> => ({
  back: l10n.t('Show All of It Again'),
  follow: l10n.t('Overview of This Part'),
  clear: l10n.t('Clear Filters'),
  refresh: l10n.t('Refresh'),
  load: l10n.t('Load What Is Missing'),
  loadDevices: l10n.t('Ask for Device Figures'),
  cancelDevices: l10n.t('Cancel'),
  addConnection: l10n.t('Add Connection…'),
  startDemo: l10n.t('Start the Demo'),
  day: l10n.t('Day'),
  week: l10n.t('Week'),
  month: l10n.t('Month'),
  year: l10n.t('Year'),
});

/** Everything that the overview says, in the person's language. Pure code gets it handed in. */
export const overviewWords = (source: {
  provider: (id: string) => string;
  connection: (id: string) => string;
  problem: (problem: Problem, connectionId: string) => string;
}) => ({
  ...source,
  language: env.language,
  notReported: l10n.t('not reported'),
  title: l10n.t('Overview'),
  query: l10n.t('Query'),
  status: wordStatus,
  coverage: wordCoverage,
  minutes: wordMinutes,
  action: actions(),
  zone: (zone: string) => l10n.t('Days and hours in {0}', zone),
  scope: {
    one: l10n.t('The one session that is held'),
    all: (count: string) => l10n.t('All {0} sessions that are held', count),
    some: (count: string, held: string) => l10n.t('{0} of {1} sessions that are held', count, held),
    ofReported: (reported: string) => l10n.t('the services report {0}', reported),
    undated: (count: string) => l10n.t('{0} without a start: in no day and no hour', count),
    live: (count: string) => l10n.t('{0} live', count),
  },
  notice: {
    partial: (connection: string, coverage: string) => l10n.t('{0} is not complete: {1}', connection, coverage),
    stale: (connection: string, coverage: string) => l10n.t('{0} is not fresh: {1}', connection, coverage),
    loading: (connection: string) => l10n.t('{0} is loading. The numbers will grow.', connection),
    beyond: (connections: string) => l10n.t('The query reaches beyond what was loaded from {0}.', connections),
  },
  part: (count: string) => l10n.t('The tree shows {0} of these sessions:', count),
  empty: {
    unconnected: l10n.t('Nothing to look at yet'),
    unconnectedText: l10n.t('Connect a service, or start the demo to see all five with sample sessions.'),
    none: l10n.t('No session matches the query'),
    noneText: l10n.t('There is nothing to sum up.'),
    nothingHeld: l10n.t('No sessions are held yet'),
    nothingHeldText: l10n.t(
      'The connected services were not asked yet, or have no sessions in the days that are loaded.',
    ),
  },
  over: (known: string, all: string) => l10n.t('over {0} of {1} sessions', known, all),
  overOne: l10n.t('over one session'),
  overAll: (all: string) => l10n.t('over all {0} sessions', all),
  of: (part: string, whole: string) => l10n.t('{0} of {1}', part, whole),
  figure: {
    sessions: { label: l10n.t('Sessions') },
    people: {
      label: l10n.t('People'),
      meaning: l10n.t(
        'Participants as the services list them, signed up or taking part; who is in two sessions counts twice. Cancelled and missed sessions are left out.',
      ),
    },
    time: {
      label: l10n.t('Session time'),
      meaning: l10n.t(
        'From start to end, planned where a session has not ended. Cancelled and missed sessions are left out.',
      ),
    },
    cancelled: {
      label: l10n.t('Cancelled'),
      meaning: l10n.t('Of all sessions of the services that report cancellations.'),
    },
    missed: {
      label: l10n.t('Missed'),
      meaning: l10n.t('Of all sessions of the services that report missed sessions.'),
    },
    places: {
      label: l10n.t('Places filled'),
      meaning: l10n.t('People in completed sessions, of the places that these sessions had.'),
    },
    attended: {
      label: l10n.t('Attended'),
      meaning: l10n.t('People marked as having been there, of all who held a place in a completed session.'),
    },
    hours: l10n.t('h'),
    minutes: l10n.t('min'),
  },
  time: {
    title: {
      day: l10n.t('Sessions by day'),
      week: l10n.t('Sessions by week'),
      month: l10n.t('Sessions by month'),
      year: l10n.t('Sessions by year'),
    } satisfies Record<Unit, string>,
    unit: { day: l10n.t('Day'), week: l10n.t('Week'), month: l10n.t('Month'), year: l10n.t('Year') } satisfies Record<
      Unit,
      string
    >,
    label: l10n.t('Sessions over time, by status. Arrow keys move, Enter shows the sessions in the tree.'),
    peopleTitle: l10n.t('People over time'),
    peopleLabel: l10n.t('People over time. Arrow keys move, Enter shows the sessions in the tree.'),
    minutesTitle: l10n.t('Session time over time'),
    minutesLabel: l10n.t('Session time over time. Arrow keys move, Enter shows the sessions in the tree.'),
    today: {
      day: l10n.t('today'),
      week: l10n.t('this week'),
      month: l10n.t('this month'),
      year: l10n.t('this year'),
    } satisfies Record<Unit, string>,
    column: (when: string, what: string) => l10n.t('{0}: {1}', when, what),
    sessions: (count: string) => l10n.t('{0} sessions', count),
    session: l10n.t('1 session'),
    none: l10n.t('no sessions'),
    people: (count: string) => l10n.t('{0} people', count),
    person: l10n.t('1 person'),
    most: (text: string) => l10n.t('Most: {0}', text),
    table: l10n.t('As a table'),
    tableCaption: (title: string) => l10n.t('{0}, in numbers', title),
    total: l10n.t('Total'),
    reporting: l10n.t('Sessions that report it'),
    minutesHead: l10n.t('Minutes'),
    outside: (count: string) => l10n.t('{0} in other times are not drawn', count),
    choices: l10n.t('Length of a column'),
  },
  hours: {
    title: l10n.t('Busiest hours'),
    label: l10n.t(
      'Sessions by weekday and hour of their start. Arrow keys move, Enter shows the sessions in the tree.',
    ),
    cell: (when: string, hours: string, what: string) => l10n.t('{0} {1}: {2}', when, hours, what),
    hour: l10n.t('Hour'),
  },
  hosts: {
    title: l10n.t('Hosts'),
    caption: l10n.t('Hosts by their number of sessions'),
    host: l10n.t('Host'),
    sessions: l10n.t('Sessions'),
    nobody: l10n.t('No host'),
    more: (count: string) => l10n.t('{0} more hosts', count),
    rest: (hosts: string, sessions: string) => l10n.t('and {0} hosts with {1} sessions', hosts, sessions),
    note: (count: string) => l10n.t('{0} hosts', count),
    none: l10n.t('Hosts are not reported for any of these sessions.'),
  },
  rates: {
    title: l10n.t('Cancelled and missed'),
    caption: l10n.t('Share of cancelled and missed sessions by service'),
    service: l10n.t('Service'),
    attendanceTitle: l10n.t('Places and attendance'),
    attendanceCaption: l10n.t('Share of places filled and of people who attended, by service'),
    filled: l10n.t('Filled'),
    filledUpcoming: l10n.t('Filled so far'),
    attended: l10n.t('Attended'),
    none: l10n.t('no sessions'),
  },
  devices: {
    title: l10n.t('Devices'),
    caption: l10n.t('Participation by device'),
    device: l10n.t('Device'),
    minutes: l10n.t('Participation minutes'),
    people: l10n.t('Participants'),
    name: {
      desktop: l10n.t('Desktop'),
      mobile: l10n.t('Mobile'),
      tablet: l10n.t('Tablet'),
      smarttv: l10n.t('Smart TV'),
    },
    known: (known: string, all: string) => l10n.t('From {0} of {1} completed sessions, the newest first.', known, all),
    unknown: (all: string) =>
      l10n.t(
        'Digital Samba tells devices one session at a time. None of {0} completed sessions is summed up yet; what was asked for before is not asked for again.',
        all,
      ),
    ask: (count: string) => l10n.t('Ask for {0} Sessions', count),
    askMore: (count: string) => l10n.t('Ask for {0} More', count),
    progress: (done: string, of: string) => l10n.t('{0} of {1} asked', done, of),
    failed: (count: string) => l10n.t('{0} could not be read.', count),
  },
});

export type OverviewWords = ReturnType<typeof overviewWords>;
