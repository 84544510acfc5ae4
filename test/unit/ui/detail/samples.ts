import type { Attendance, DetailRecord, Metric, SessionDetail } from '../../../../src/session/detail.ts';

/** 2024-03-22, the day of all samples. */
export const at = (time: string): string => `2024-03-22T${time.length === 5 ? `${time}:00` : time}.000Z`;

export const detail = (part: Partial<SessionDetail> & Pick<SessionDetail, 'provider' | 'title'>): SessionDetail => ({
  key: `demo/${part.id ?? 'one'}`,
  connectionId: 'demo',
  id: 'one',
  status: 'completed',
  statusSource: 'reported',
  coHosts: [],
  flags: [],
  metrics: [],
  people: [],
  checks: [],
  raw: {},
  ...part,
});

export const record = (
  part: Parameters<typeof detail>[0],
  more: Partial<Omit<DetailRecord, 'detail'>> = {},
): DetailRecord => ({ detail: detail(part), facts: [], rosters: [], ...more });

/** The statistics of the vendor's OpenAPI example. */
export const METRICS: Metric[] = Object.entries({
  participation_minutes: 67,
  desktop_participation_minutes: 50,
  mobile_participation_minutes: 10,
  tablet_participation_minutes: 7,
  smarttv_participation_minutes: 0,
  broadcasted_minutes: 15,
  subscribed_minutes: 0,
  screen_broadcasted_minutes: 0,
  screen_subscribed_minutes: 0,
  live_participants: 0,
  active_participants: 4,
  desktop_participants: 2,
  mobile_participants: 1,
  tablet_participants: 1,
  smarttv_participants: 0,
  max_concurrent_participants: 3,
  transcription_minutes: 20,
  e2ee_minutes: 0,
  recorded_minutes: 90,
  stored_recorded_minutes: 60,
  whiteboard_minutes: 0,
  captions_minutes: 10,
  breakout_minutes: 0,
  presentation_minutes: 0,
  active_roles: 2,
  public_chat_posts: 52,
  questions: 2,
  answers: 3,
  polls: 1,
}).map(([name, value]) => ({ name, value, unit: name.endsWith('_minutes') ? 'minutes' : 'count' }));

const NAMES = [
  'Cara Ferry',
  'Madisyn Howe',
  'Jörg Müller',
  'ليلى حداد',
  'Priya Raghunathan',
  'Tomasz Wiśniewski',
  'Ngozi Adeyemi',
  'Wei Zhang',
  'Amélie Dubois',
  'Olumide Bankole-Featherstonehaugh of Nether Wallop',
];

/** Plausible comings and goings between 09:18 and 10:40, always the same. */
export const people = (count: number): Attendance[] => {
  let seed = 7;
  const random = (): number => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const start = Date.parse(at('09:18:49'));
  return Array.from({ length: count }, (_, index): Attendance => {
    const joined = start + Math.floor(random() ** 2 * 30 * 60_000);
    const left = Math.min(start + 82 * 60_000, joined + Math.floor((0.2 + random()) * 60 * 60_000));
    const name = NAMES[index % NAMES.length] ?? '';
    return {
      id: `17c75935-387e-499e-ab6f-${String(index).padStart(12, '0')}`,
      name: index < NAMES.length ? name : `${name} ${Math.floor(index / NAMES.length) + 1}`,
      role: index % 7 === 0 ? 'moderator' : 'attendee',
      joined: new Date(joined).toISOString(),
      left: new Date(left).toISOString(),
    };
  });
};

const digitalSambaFacts: DetailRecord['facts'] = [
  { group: 'room', name: 'room_privacy', kind: 'text', value: 'public' },
  { group: 'room', name: 'room_source', kind: 'text', value: 'api' },
  { group: 'room', name: 'room_external_id', kind: 'text', value: 'EXTID123' },
  { group: 'room', name: 'room_max_participants', kind: 'number', value: 100 },
  { group: 'room', name: 'room_is_deleted', kind: 'boolean', value: false },
  { group: 'session', name: 'session_duration', kind: 'minutes', value: 60 },
];

/** The same metrics with figures that follow from the people of a sample. */
const metricsFor = (count: number, peak: number): Metric[] => {
  const desktop = Math.floor(count * 0.6);
  const mobile = Math.floor(count * 0.3);
  const figures: Record<string, number> = {
    active_participants: count,
    max_concurrent_participants: peak,
    desktop_participants: desktop,
    mobile_participants: mobile,
    tablet_participants: count - desktop - mobile,
    participation_minutes: count * 40,
    desktop_participation_minutes: desktop * 40,
    mobile_participation_minutes: mobile * 40,
    tablet_participation_minutes: (count - desktop - mobile) * 40 - 12,
  };
  return METRICS.map(metric => ({ ...metric, value: figures[metric.name] ?? metric.value }));
};

export const ended = (count = 14): DetailRecord =>
  record(
    {
      provider: 'digitalSamba',
      title: 'Weekly product webinar',
      id: 'cf6706ee-5971-464d-8cb9-da3a0df74cf1',
      start: at('09:18:49'),
      startSource: 'explicit',
      end: at('10:40:34'),
      endSource: 'explicit',
      durationMinutes: 81.75,
      place: { id: '87a5d383-9e79-44ea-b382-686e430f4ecc', name: 'ProductWebinar' },
      participants: { live: 0, total: count, peak: 9 },
      metrics: metricsFor(count, count - 1),
      people: [
        ...people(count),
        // Cara came back twice; one leaving has no joining; one never left; one clock runs backwards.
        {
          id: '17c75935-387e-499e-ab6f-000000000000',
          name: 'Cara Ferry',
          role: 'moderator',
          joined: at('10:20'),
          left: at('10:28'),
        },
        {
          id: '17c75935-387e-499e-ab6f-000000000000',
          name: 'Cara Ferry',
          role: 'moderator',
          joined: at('10:31'),
          left: at('10:40'),
        },
        { id: 'unmatched', name: 'Sam Late', role: 'attendee', left: at('09:52:10') },
        { id: 'open', name: 'Noor Open', role: 'attendee', joined: at('10:05:00') },
        { id: 'backwards', name: 'Ben Backwards', role: 'attendee', joined: at('10:10'), left: at('10:02') },
      ],
      checks: [
        { name: 'participation_minutes', expected: count * 40, actual: count * 40 - 12, ok: false },
        { name: 'active_participants', expected: count, actual: count, ok: true },
        { name: 'max_concurrent_participants', expected: count - 1, actual: count - 1, ok: true },
        { name: 'session_duration', expected: 81, actual: 81.75, ok: true },
      ],
    },
    { facts: digitalSambaFacts },
  );

export const live = (): DetailRecord => {
  const base = ended(9);
  const { end: _end, endSource: _endSource, durationMinutes: _duration, ...rest } = base.detail;
  return {
    ...base,
    detail: {
      ...rest,
      title: 'Daily English lessons',
      status: 'live',
      participants: { live: 4, total: 9, peak: 6, capacity: 100 },
      metrics: METRICS.map(metric => (metric.name === 'live_participants' ? { ...metric, value: 4 } : metric)),
      people: people(9).map((row, index) => {
        const { left: _left, ...present } = row;
        return index % 2 ? present : row;
      }),
      checks: base.detail.checks.filter(check => check.name === 'active_participants'),
    },
  };
};

export const hyra = (): DetailRecord =>
  record(
    {
      provider: 'hyra',
      title: 'Bakery Training Session',
      id: '65f1c0ffee',
      status: 'live',
      statusSource: 'derived',
      start: at('15:00'),
      startSource: 'explicit',
      host: { id: '714760171', name: 'crumb_queen', displayName: 'Crumb Queen', exists: true },
      coHosts: [{ id: '88', name: 'rolling_pin', exists: false }],
      flags: ['adhoc'],
    },
    {
      rosters: [
        {
          name: '65f1c0ffee65f1c0ffee0001',
          hosts: [{ id: '714760171', name: 'crumb_queen' }],
          groups: [
            {
              name: 'Trainers',
              permissions: [],
              slots: [
                { role: 'Lead trainer', person: { id: '1', name: 'doughboy' } },
                { role: 'Trainer', person: { id: '2', name: 'flour_power' } },
                { role: 'Trainer' },
                { role: 'Spectator' },
              ],
            },
            {
              name: 'Assistants',
              permissions: [],
              slots: [{ role: 'Greeter', person: { id: '3', name: 'sprinkles' } }, { role: 'Security' }],
            },
          ],
        },
        {
          name: '65f1c0ffee65f1c0ffee0002',
          hosts: [],
          groups: [{ name: 'Trainers', permissions: [], slots: [{ role: 'Lead trainer' }, { role: 'Trainer' }] }],
        },
      ],
      facts: [
        { group: 'schedule', name: 'public_start_offset', kind: 'number', value: -10 },
        { group: 'schedule', name: 'public_slock_offset', kind: 'number', value: 15 },
        {
          group: 'schedule',
          name: 'game_link',
          kind: 'link',
          value: 'https://www.roblox.com/games/123456789/Bakery-Training-Centre',
        },
        { group: 'schedule', name: 'publish_to_discord', kind: 'boolean', value: true },
        { group: 'schedule', name: 'week_starts_on', kind: 'text', value: 'monday' },
        ...[
          'self_assign_host',
          'assign_host',
          'self_assign_cohost',
          'assign_cohost',
          'assign_roles',
          'create_report',
          'cancel_sessions',
        ].map((name, index) => ({
          group: 'permissions',
          name: name,
          kind: 'boolean' as const,
          value: index % 3 !== 1,
        })),
        { group: 'permissions', name: 'host_quota', kind: 'number', value: 8 },
        { group: 'permissions', name: 'host_quota_used', kind: 'number', value: 3 },
        { group: 'permissions', name: 'cohost_quota', kind: 'number', value: 12 },
        { group: 'permissions', name: 'cohost_quota_used', kind: 'number', value: 12 },
      ],
    },
  );

export const series = (): DetailRecord =>
  record(
    {
      provider: 'series',
      title: 'Training Session',
      id: 'session_1234567890_abc12345678',
      rawStatus: 'completed',
      start: at('15:00'),
      startSource: 'explicit',
      end: at('16:00'),
      endSource: 'derived',
      durationMinutes: 60,
      host: { id: '714760171' },
      flags: ['delayed', 'claimable'],
    },
    {
      rosters: [
        {
          name: '',
          hosts: [],
          groups: [
            {
              name: 'Trainer',
              rank: 25,
              permissions: [
                { name: 'ChangeSessionStatus', allowed: false },
                { name: 'PassOrFailAttendees', allowed: true },
                { name: 'ModifyAttendance', allowed: true },
              ],
              slots: [
                { person: { id: '714760171', name: 'crumb_queen' }, attended: true },
                { person: { id: '99887766' }, attended: false },
                { attended: false },
              ],
            },
            { name: 'Spectator', rank: 5, permissions: [], slots: [{ attended: false }, { attended: false }] },
          ],
        },
      ],
      facts: [
        { group: 'session', name: 'Duration', kind: 'minutes', value: 60 },
        { group: 'session', name: 'Supervisor', kind: 'text', value: '55' },
        { group: 'session', name: 'MinHostRank', kind: 'number', value: 50 },
      ],
    },
  );

export const placio = (): DetailRecord =>
  record(
    {
      provider: 'placio',
      title: 'جلسة متابعة — Follow-up 2',
      id: '507f1f77bcf86cd799439011',
      status: 'upcoming',
      rawStatus: 'scheduled',
      start: at('07:00'),
      startSource: 'connection-zone',
      end: at('08:30'),
      endSource: 'connection-zone',
      durationMinutes: 90,
      host: { id: '507f1f77bcf86cd799439015', name: 'د. سميث Smith' },
      kind: { name: 'استشارة طبية, فحص عام' },
      client: { id: '507f1f77bcf86cd799439012', name: 'محمد عبد الله الخطيب' },
    },
    {
      facts: [
        { group: 'fields', name: 'الضغط', kind: 'text', value: '120/80 (normal)' },
        { group: 'fields', name: 'Allergies', kind: 'text', value: 'لا يوجد' },
        {
          group: 'notes',
          name: 'notes',
          kind: 'text',
          value: 'المريض يشعر بتحسن منذ الجلسة الأخيرة.\nContinue with 20 mg.',
        },
        { group: 'invoice', name: 'invoice', kind: 'text', value: 'INV-2024-118, 350 SAR, paid' },
        { group: 'session', name: 'createdAt', kind: 'instant', value: at('05:00') },
      ],
    },
  );

export const prpl = (): DetailRecord =>
  record(
    {
      provider: 'prplManagement',
      title: 'Weekly Team Meeting',
      id: 'clz1234abcd',
      status: 'upcoming',
      statusSource: 'derived',
      start: at('18:00'),
      startSource: 'explicit',
      end: at('19:00'),
      endSource: 'explicit',
      durationMinutes: 60,
      kind: { id: 'clz5678efgh', name: 'Meeting', color: '#3498db' },
      host: { id: '123456', name: 'john_doe', displayName: 'John Doe', avatarUrl: 'https://example.com/avatar.png' },
      participants: { total: 3, capacity: 10 },
      people: [
        { id: '789012', name: 'Jane Smith', role: 'Trainer' },
        { id: '789013', name: 'rolling_pin', role: 'Assistant' },
        { id: '9007199254740993' },
      ],
    },
    { facts: [{ group: 'session', name: 'description', kind: 'text', value: 'Regular team sync-up' }] },
  );

/** What a hostile or careless person types into a title. */
export const AWKWARD =
  `<img src=x onerror=alert(1)> <b>bold</b> \u202Ereversed\u202C \u2067${'long '.repeat(90)}`.slice(0, 500);

export const awkward = (): DetailRecord =>
  record({ provider: 'digitalSamba', title: AWKWARD, status: 'unknown', rawStatus: '<script>odd</script>' });
