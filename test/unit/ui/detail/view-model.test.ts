import assert from 'node:assert/strict';
import type { DetailRecord } from '../../../../src/session/detail.ts';
import { type DetailInput, viewModel } from '../../../../src/ui/detail/view-model.ts';
import type { Amount, DetailView, Section } from '../../../../src/webview/protocol.ts';
import { words } from './english.ts';
import * as samples from './samples.ts';

const view = (record: DetailRecord, part: Partial<DetailInput> = {}): DetailView =>
  viewModel({
    record,
    fetchedAt: Date.parse(samples.at('12:00')),
    now: Date.parse(samples.at('12:00')),
    zone: 'Europe/London',
    locale: 'en',
    words,
    source: 'Somewhere',
    ...part,
  });

const section = <K extends Section['kind']>(of: DetailView, kind: K): Extract<Section, { kind: K }> => {
  const found = of.sections.find((each): each is Extract<Section, { kind: K }> => each.kind === kind);
  assert.ok(found, `no section of kind ${kind}`);
  return found;
};

const amounts = (of: DetailView): Amount[] => [
  ...of.figures.flatMap(figure => figure.amounts),
  ...of.sections.flatMap(each =>
    each.kind === 'bars' ? each.rows.flatMap(row => (row.amount ? [row.amount] : [])) : [],
  ),
];

describe('detail view: metrics', () => {
  const record = samples.record({ provider: 'digitalSamba', title: 'Scrum', metrics: samples.METRICS });

  it('shows each metric once, its number alone under the vendor’s name', () => {
    const shown = amounts(view(record)).filter(amount => amount.metric !== undefined);
    assert.deepEqual(
      Object.fromEntries(shown.map(amount => [amount.metric, Number(amount.text)])),
      Object.fromEntries(samples.METRICS.map(metric => [metric.name, metric.value])),
    );
    assert.equal(shown.length, samples.METRICS.length);
    assert.equal(shown.find(amount => amount.metric === 'participation_minutes')?.unit, 'min');
  });

  it('keeps a metric that nobody has heard of', () => {
    const odd = { name: 'hologram_minutes', value: 1234.5, unit: 'minutes' as const };
    const shown = amounts(view(samples.record({ ...record.detail, metrics: [...samples.METRICS, odd] })));
    assert.equal(shown.find(amount => amount.metric === odd.name)?.text, '1,234.5');
  });

  it('says that a metric is not reported instead of showing zero', () => {
    const metrics = samples.METRICS.filter(
      metric => metric.name !== 'recorded_minutes' && metric.name !== 'active_participants',
    );
    const shown = view(samples.record({ ...record.detail, metrics }));
    const row = shown.sections
      .flatMap(each => (each.kind === 'bars' ? each.rows : []))
      .find(each => each.term.label === 'Recorded');
    assert.ok(row);
    assert.equal(row.amount, undefined);
    assert.deepEqual(shown.figures.find(figure => figure.term.label === 'People')?.amounts, []);
  });

  it('measures devices by their share, and draws nothing of zero minutes', () => {
    const zero = samples.METRICS.map(metric => ({ ...metric, value: 0 }));
    for (const metrics of [samples.METRICS, zero])
      for (const each of view(samples.record({ ...record.detail, metrics })).sections)
        if (each.kind === 'bars')
          for (const row of each.rows)
            assert.ok(row.fraction === undefined || (row.fraction >= 0 && row.fraction <= 1));
    const [desktop] = section(view(record), 'bars').rows;
    assert.equal(desktop?.share, '75%');
  });

  it('explains what the vendor defines, and says where it does not', () => {
    const rows = view(record).sections.flatMap(each => (each.kind === 'bars' ? each.rows : []));
    const meaning = (label: string) => rows.find(row => row.term.label === label)?.term.meaning ?? '';
    assert.match(meaning('Broadcast'), /^Not defined by the vendor\. Field: broadcasted_minutes$/);
    assert.match(meaning('Recording stored'), /kept in storage/);
  });
});

describe('detail view: checks', () => {
  it('gives both numbers and a verdict that tells rounding from difference', () => {
    const rows = section(view(samples.ended()), 'checks').rows;
    assert.deepEqual(
      rows.map(row => [row.term.label, row.ok, row.expected.amount.text, row.actual.amount.text, row.verdict]),
      [
        ['Device minutes', false, '560', '548', 'Differs by 12 min'],
        ['People by device', true, '14', '14', 'Agrees'],
        ['Peak', true, '13', '13', 'Agrees'],
        ['Duration', true, '81', '81.75', 'Agrees within rounding (0.75 min)'],
      ],
    );
  });

  it('names what does not add up above everything', () => {
    assert.deepEqual(
      view(samples.ended()).notices.map(notice => notice.text),
      ['Does not add up: Device minutes.'],
    );
  });
});

describe('detail view: people', () => {
  it('shows every person and each stay', () => {
    const { table } = section(view(samples.ended()), 'people');
    assert.equal(table.rows.length, 17);
    const cara = table.rows.find(row => row[0]?.[0]?.text === 'Cara Ferry');
    assert.deepEqual(
      table.columns.map(column => column.id),
      ['name', 'role', 'joined', 'left', 'present', 'id'],
    );
    assert.equal(cara?.[2]?.length, 3);
  });

  it('says who is still present, who never left and who never came', () => {
    const cells = (record: DetailRecord): string[] =>
      section(view(record), 'people').table.rows.flatMap(row => row.flatMap(cell => cell.map(line => line.text)));
    assert.ok(cells(samples.live()).includes('still present'));
    assert.ok(cells(samples.ended()).includes('no leaving reported'));
    assert.ok(cells(samples.ended()).includes('no joining reported'));
    assert.ok(cells(samples.ended()).some(text => text.includes('(before joining)')));
  });

  it('keeps 5,000 people, and a curve table that can be read', () => {
    const shown = view(samples.ended(5000));
    assert.equal(section(shown, 'people').table.rows.length, 5003);
    const { chart } = section(shown, 'attendance');
    assert.equal(chart.lanes.length, 5003);
    assert.ok(chart.samples.length <= 61);
    assert.equal(Math.max(...chart.samples.map(sample => sample.count)), chart.peak);
  });

  it('says beside its own count what the service counts, and by what people were told apart', () => {
    const note = (record: DetailRecord): string => section(view(record), 'people').note ?? '';
    assert.equal(note(samples.ended()), '17 people · the service counts 14 · Europe/London');
    const one = samples.ended(1);
    const alone = { ...one, byName: 2, detail: { ...one.detail, people: one.detail.people.slice(0, 1) } };
    assert.equal(note(alone), '1 person · who came back without an ID is known by name · Europe/London');
  });

  it('draws nothing outside its axis', () => {
    for (const record of [samples.ended(), samples.live(), samples.ended(200)]) {
      const { chart } = section(view(record), 'attendance');
      const places = [
        ...chart.lanes.flatMap(lane => lane.stays.flatMap(stay => [stay.from, stay.to])),
        ...chart.steps.map(step => step.at),
        ...chart.ticks.map(tick => tick.at),
      ];
      assert.ok(places.every(place => place >= 0 && place <= 1));
    }
  });

  it('leaves attendance out where nobody has a time, and people where places name them', () => {
    const kinds = (record: DetailRecord): string[] => view(record).sections.map(each => each.kind);
    assert.deepEqual(kinds(samples.prpl()), ['facts', 'people']);
    assert.deepEqual(kinds(samples.series()), ['rosters', 'facts']);
    assert.deepEqual(kinds(samples.record({ provider: 'digitalSamba', title: 'Nobody' })), []);
  });
});

describe('detail view: what only some services have', () => {
  it('names a place only where that says more than the name of its group', () => {
    const columns = (roles: string[]): string[] | undefined => {
      const slots = roles.map(role => ({ role }));
      const record = samples.record(
        { provider: 'hyra', title: 'Shift' },
        { rosters: [{ name: '', hosts: [], groups: [{ name: 'Trainer', permissions: [], slots }] }] },
      );
      return section(view(record), 'rosters').rosters[0]?.groups[0]?.columns;
    };
    assert.deepEqual(columns(['Trainer', 'Trainer']), ['Who']);
    assert.deepEqual(columns(['Trainer', 'Trainee']), ['Role', 'Who']);
  });

  it('shows the groups of a server whose places are all taken, and a person who holds two of them in both', () => {
    const slots = [{ role: 'Light' }, { role: 'Sound' }].map(role => ({ ...role, person: { id: '1', name: 'Ana' } }));
    const shown = view(
      samples.record(
        { provider: 'hyra', title: 'Show', participants: { total: 1, capacity: 2, filled: 2 } },
        { rosters: [{ name: 'Stage', hosts: [], groups: [{ name: 'Crew', priority: 0, permissions: [], slots }] }] },
      ),
    );
    const [crew] = section(shown, 'rosters').rosters[0]?.groups ?? [];
    assert.deepEqual([crew?.filled, crew?.slots.map(({ who }) => who)], ['2 of 2 filled', ['Ana', 'Ana']]);
    assert.equal(shown.figures.find(({ term }) => term.label === 'Places filled')?.note, 'of 2');
  });

  it('counts places filled and attended, and tells vacant ones from absent people', () => {
    const shown = view(samples.series());
    const [trainer] = section(shown, 'rosters').rosters[0]?.groups ?? [];
    assert.equal(trainer?.filled, '2 of 3 filled · 1 attended');
    assert.equal(trainer?.rank, 'Rank 25 and above');
    assert.deepEqual(
      trainer?.slots.map(slot => [slot.who, slot.attended?.yes]),
      [
        ['crumb_queen', true],
        ['99887766', false],
        ['Vacant', undefined],
      ],
    );
    assert.deepEqual(
      shown.figures.map(figure => [figure.term.label, figure.amounts[0]?.text, figure.note]),
      [
        ['Duration', '1', 'planned'],
        ['Places filled', '2', 'of 5'],
        ['Attended', '1', 'of 2'],
      ],
    );
  });

  it('shows Hyra’s quotas as used of allowed, once', () => {
    const group = view(samples.hyra()).sections.find(each => each.title === 'What this key may do');
    assert.ok(group?.kind === 'facts');
    const rows = group.groups[0]?.facts ?? [];
    assert.deepEqual(
      rows.slice(0, 2).map(row => [row.label, row.value, row.meter]),
      [
        ['Host quota', '3 of 8 used', 0.375],
        ['Co-host quota', '12 of 12 used', 1],
      ],
    );
    assert.ok(!rows.some(row => row.label.includes('hosted')));
  });

  it('guesses no unit of Hyra’s offsets', () => {
    const group = view(samples.hyra()).sections.find(each => each.title === 'Schedule');
    assert.ok(group?.kind === 'facts');
    assert.deepEqual(group.groups[0]?.facts.slice(0, 2), [
      { label: 'Offset of the public start', value: '-10', note: 'unit not defined by the vendor' },
      { label: 'Offset of the lock', value: '15', note: 'unit not defined by the vendor' },
    ]);
  });

  it('shows a field without words under its own name', () => {
    const rows = view(samples.hyra())
      .sections.flatMap(each => (each.kind === 'facts' ? each.groups : []))
      .flatMap(each => each.facts);
    assert.ok(rows.some(row => row.label === 'week_starts_on' && row.value === 'monday'));
  });

  it('says where times come from', () => {
    const notes = view(samples.placio(), { zone: 'Asia/Riyadh' }).about.facts.map(fact => fact.note);
    assert.ok(notes.includes(words.provenance('connection-zone')));
    const end = view(samples.series()).about.facts.find(fact => fact.label === 'End');
    assert.equal(end?.note, words.provenance('derived'));
  });

  it('loads no picture unless that is allowed, and then over https only', () => {
    const avatar = (part: Partial<DetailInput>, url = 'https://example.com/avatar.png') => {
      const record = samples.prpl();
      const host = { ...record.detail.host, id: '1', avatarUrl: url };
      return view({ ...record, detail: { ...record.detail, host } }, part).about.facts.find(fact => fact.avatar)
        ?.avatar;
    };
    assert.deepEqual(avatar({}), { initials: 'JD' });
    assert.equal(avatar({ remoteImages: true })?.url, 'https://example.com/avatar.png');
    assert.equal(avatar({ remoteImages: true }, 'http://example.com/avatar.png')?.url, undefined);
  });
});

describe('detail view: drift', () => {
  const found = { provider: 'digitalSamba', count: 1, firstSeen: samples.at('10:00') };

  it('names each difference of the record, with what came and what is documented', () => {
    const shown = view(samples.ended(), {
      differences: [
        { ...found, path: 'polls', expected: 'number', got: 'string', example: 'text(2)' },
        { ...found, path: 'hologram', expected: 'not documented', got: 'missing', example: 'missing' },
      ],
    });
    const last = shown.sections.at(-1);
    assert.ok(last?.kind === 'facts');
    assert.deepEqual(last.groups[0]?.facts, [
      { label: 'polls', value: 'string: text(2)', note: 'documented: number' },
      { label: 'hologram', value: 'missing', note: 'not documented' },
    ]);
  });

  it('of the record stands apart from that of the connection', () => {
    assert.ok(!view(samples.ended(), { drift: 3 }).sections.some(each => each.id === 'drift'));
    assert.match(view(samples.ended(), { drift: 3 }).footer?.text ?? '', /in 3 ways/);
    assert.equal(view(samples.ended()).footer, undefined);
  });
});

describe('detail view: header', () => {
  it('says how fresh all of this is', () => {
    assert.match(view(samples.ended()).header.fetched ?? '', /^Fetched .*12:00/);
  });

  it('keeps the title as it is', () => {
    assert.equal(samples.AWKWARD.length, 500);
    assert.equal(view(samples.awkward()).header.title, samples.AWKWARD);
  });

  it('names the zone beside the times', () => {
    assert.match(view(samples.ended()).header.when ?? '', /9:18.+10:40.+\(Europe\/London\)$/);
    assert.match(
      view(samples.ended(), { zone: 'Asia/Kathmandu' }).header.when ?? '',
      /3:03.+4:25.+\(Asia\/Kathmandu\)$/,
    );
  });

  it('offers the room of a live Digital Samba session first', () => {
    const [first] = view(samples.live(), { link: true }).header.actions;
    assert.deepEqual(first && [first.action, first.label, first.primary], ['openLink', 'Open Room', true]);
  });

  it('says why what is shown is not fresh', () => {
    const [notice] = view(samples.ended(), { problem: { code: 'refused', host: 'api.example.com' } }).notices;
    assert.match(notice?.text ?? '', /^Shown as of .+ api\.example\.com refuses connections/);
    assert.equal(notice?.action?.action, 'refresh');
  });

  it('survives languages and times that Intl does not know', () => {
    assert.doesNotThrow(() => view(samples.ended(), { locale: 'qps-ploc' }));
    assert.doesNotThrow(() => view(samples.ended(), { locale: 'not a locale' }));
  });
});
