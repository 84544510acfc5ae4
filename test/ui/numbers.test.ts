import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { parseQuery } from '../../src/query/parse.ts';
import type { Session, Status } from '../../src/session/session.ts';
import { seriesStatus } from '../../src/simulator/series.ts';
import { metricsOf, staysOf } from '../../src/simulator/stays.ts';
import { viewModel } from '../../src/ui/detail/view-model.ts';
import { gather } from '../../src/ui/overview/gather.ts';
import { createDeviceLoader } from '../../src/ui/overview/load-devices.ts';
import { truthOf } from '../integration/truth.ts';
import { exploreSimulator, find, idOf } from '../unit/sync/explore.ts';
import { words as detailWords } from '../unit/ui/detail/english.ts';
import { overviewModel, words } from '../unit/ui/overview/english.ts';
import { type DrawnPages, drawPages } from './drawn-pages.ts';
import { THEMES } from './themes.ts';

const DAY = 86_400_000;

/** What the books of a service say of one session. Absent: the service has no such figure. */
interface Told {
  start: number;
  status: Status;
  host?: string | undefined;
  people?: number;
  minutes?: number;
  places?: number;
  filled?: number;
  attended?: number;
}

type Fields = Record<string, unknown>;
const values = (of: unknown): Fields[] => Object.values((of ?? {}) as Fields) as Fields[];

/** Places of a record as its service sent it: who stands in each, and whether they were there. */
const placesOf: Record<string, (raw: Fields) => { who?: string; attended?: boolean }[]> = {
  hyra: raw =>
    values(raw.servers)
      .flatMap(server => values(server.groups))
      .flatMap(group => values(group.roles))
      .map(({ user_id }) => (typeof user_id === 'string' ? { who: user_id } : {})),
  series: raw =>
    values(raw.CustomRoles)
      .flatMap(role => Object.entries((role.Slots ?? {}) as Record<string, { Attended: boolean }>))
      .map(([who, { Attended }]) => (who.startsWith('VACANT') ? {} : { who, attended: Attended })),
};

describe('numbers on the pages, beside what the books of the services hold', () => {
  let pages: DrawnPages;
  let world: Awaited<ReturnType<typeof exploreSimulator>>;
  const now = Date.now();
  const today = Math.floor(now / DAY) * DAY;
  const date = (at: number): string => new Date(at).toISOString().slice(0, 10);
  /** Nothing of it changes while the test runs. */
  const past = `after:${date(today - 20 * DAY)} before:${date(today)}`;
  const display = { timeZone: 'UTC', locale: 'en-GB', now };

  before(async () => {
    pages = await drawPages();
    world = await exploreSimulator({ sessions: 260 });
    await world.explorer.refresh();
  });
  after(async () => {
    await pages?.close();
    await world?.close();
  });

  async function rawOf(provider: string, id: string): Promise<Fields> {
    const record = await world.explorer.record(`${idOf(provider)}/${id}`);
    assert.ok(record, id);
    return record.raw as Fields;
  }

  /** What the books hold of a service's past days. */
  async function told(provider: keyof typeof world.simulator.world): Promise<Told[]> {
    const { simulator } = world;
    const inside = truthOf(simulator.world, now)[provider].filter(
      ({ start = '' }) => Date.parse(start) >= today - 20 * DAY && Date.parse(start) < today,
    );
    return Promise.all(
      inside.map(async ({ id, start = '', status }): Promise<Told> => {
        const common = { start: Date.parse(start), status };
        const places = placesOf[provider]?.(await rawOf(provider, id)) ?? [];
        const taken = places.flatMap(({ who }) => who ?? []);
        const filled =
          places.length === 0 ? {} : { people: new Set(taken).size, places: places.length, filled: taken.length };
        switch (provider) {
          case 'digitalSamba': {
            const session = simulator.world.digitalSamba.get(id);
            assert.ok(session);
            return { ...common, people: staysOf(session).length, minutes: (session.end - session.start) / 60_000 };
          }
          case 'hyra':
            return { ...common, ...filled, host: simulator.world.hyra.get(id)?.host };
          case 'series': {
            const session = simulator.world.series.get(id);
            assert.ok(session);
            const attended = new Set(places.flatMap(({ who, attended: there }) => (there ? (who ?? []) : []))).size;
            const happened = places.length > 0 && seriesStatus(session, now) !== 'cancelled';
            return {
              ...common,
              ...filled,
              ...(happened ? { attended } : {}),
              host: session.host,
              minutes: session.minutes,
            };
          }
          case 'prplManagement': {
            const session = simulator.world.prplManagement.get(id);
            assert.ok(session);
            const host = session.host === undefined ? undefined : String(session.host);
            const minutes = (session.end - session.start) / 60_000;
            return {
              ...common,
              host,
              minutes,
              people: session.people,
              places: session.capacity,
              filled: session.people,
            };
          }
          case 'placio': {
            const session = simulator.world.placio.get(id);
            assert.ok(session);
            return { ...common, host: String(session.staff), minutes: session.minutes };
          }
        }
      }),
    );
  }

  async function overview(text: string, devices = createDeviceLoader(world.explorer, () => {})): Promise<Page> {
    const parsed = parseQuery(text);
    assert.ok(parsed.ok);
    const subject = { query: () => parsed.query, part: () => undefined };
    const input = await gather({ explorer: world.explorer, subject, devices, words });
    const view = overviewModel({ ...input, unit: 'day' }, words, display);
    const { page, send } = await pages.open('overview', { theme: THEMES[0], width: 1280 });
    await send({
      type: 'overview',
      state: { query: text },
      words: { language: 'en', notReported: words.notReported },
      view,
    });
    return page;
  }

  const cells = (page: Page, rows: string): Promise<string[][]> =>
    page
      .locator(rows)
      .evaluateAll(all => all.map(row => [...row.children].map(cell => cell.textContent?.trim() ?? '')));
  const number = (text: string | undefined): number | undefined => {
    const found = text?.replaceAll(',', '').match(/\d+/)?.[0];
    return found === undefined ? undefined : Number(found);
  };
  const sum = (list: readonly Told[], of: 'people' | 'minutes' | 'places' | 'filled' | 'attended'): number =>
    list.reduce((all, each) => all + (each[of] ?? 0), 0);

  for (const provider of ['digitalSamba', 'hyra', 'placio', 'prplManagement', 'series'] as const)
    it(`are those of the books in every table of the overview: ${provider}`, async () => {
      const books = await told(provider);
      assert.ok(books.length > 20, `${books.length} sessions`);
      const page = await overview(`provider:${provider} ${past}`);
      const held = books.filter(({ status }) => status === 'completed');
      const byDay = [...Map.groupBy(books, ({ start }) => date(start))].sort(([one], [other]) =>
        one < other ? -1 : 1,
      );

      const statuses = ['completed', 'cancelled'] as const;
      const kinds = statuses.filter(status => books.some(each => each.status === status));
      assert.deepEqual(
        (await cells(page, '#days .numbers tbody tr')).map(([, ...counts]) => counts.map(number)),
        byDay.map(([, list]) => [list.length, ...kinds.map(kind => list.filter(each => each.status === kind).length)]),
      );

      const hours = await cells(page, '#hours .numbers tbody tr');
      for (const [label = '', ...counts] of hours) {
        const there = books.filter(({ start }) => new Date(start).getUTCHours() === Number(label.slice(0, 2)));
        const week = [1, 2, 3, 4, 5, 6, 0].map(day => there.filter(({ start }) => new Date(start).getUTCDay() === day));
        assert.deepEqual(counts.map(number), [...week.map(({ length }) => length), there.length], label);
      }
      assert.equal(hours.length, new Set(books.map(({ start }) => new Date(start).getUTCHours())).size);

      for (const figure of ['people', 'minutes'] as const) {
        const rows = await cells(page, `#${figure} .numbers tbody tr`);
        const days = byDay
          .map(([, list]) => list.filter(each => held.includes(each)))
          .filter(({ length }) => length > 0);
        assert.deepEqual(
          rows.map(([, value, over]) => [number(value), over]),
          days.map(list => {
            const knowing = list.filter(each => each[figure] !== undefined);
            const all = Math.round(sum(list, figure));
            return [knowing.length === 0 ? undefined : all, `${knowing.length} of ${list.length}`];
          }),
          figure,
        );
      }

      const counts = (rows: string): Promise<(number | undefined)[]> =>
        page
          .locator(`#hosts tbody ${rows} .number`)
          .allTextContents()
          .then(texts => texts.map(number));
      const hosted = books.filter(({ host }) => host !== undefined);
      const byHost = [...Map.groupBy(hosted, ({ host }) => host).values()].map(({ length }) => length);
      assert.deepEqual(
        await counts('tr:not(.none)'),
        byHost.sort((one, other) => other - one),
      );
      // Beside no host at all, those without one are not counted.
      const without = hosted.length === 0 ? 0 : books.length - hosted.length;
      assert.deepEqual(await counts('tr.none'), without > 0 ? [without] : []);

      const [lost] = await cells(page, '#lost tbody tr');
      const cancelled = books.filter(({ status }) => status === 'cancelled').length;
      const says = provider !== 'digitalSamba' && provider !== 'prplManagement';
      assert.match(lost?.[1] ?? '', says ? new RegExp(`%${cancelled} of ${books.length}$`) : /^not reported$/);
      const [filled] = await cells(page, '#attendance tbody tr');
      const share = (of: 'filled' | 'attended', whole: number, known: boolean): RegExp =>
        known
          ? new RegExp(`%${sum(held, of).toLocaleString('en')} of ${whole.toLocaleString('en')}$`)
          : /^not reported$/;
      const places = held.some(each => each.places !== undefined);
      assert.match(filled?.[1] ?? '', share('filled', sum(held, 'places'), places));
      const attending = held.filter(({ attended }) => attended !== undefined);
      assert.match(filled?.[3] ?? '', share('attended', sum(attending, 'people'), attending.length > 0));
      await page.close();
    });

  it('are those of the books for the devices, once these were asked for', async () => {
    const loader = createDeviceLoader(world.explorer, () => {});
    const sessions = await find(world.explorer, `provider:digitalSamba status:completed ${past}`);
    await loader.load(sessions.map(({ key }) => key));
    const page = await overview(`provider:digitalSamba ${past}`, loader);
    const figures = sessions.slice(0, 100).map(({ id }) => {
      const session = world.simulator.world.digitalSamba.get(id);
      assert.ok(session);
      return metricsOf(session, now);
    });
    const total = (name: string): number => figures.reduce((all, each) => all + (each[name] ?? 0), 0);
    const told = await page
      .locator('#devices tbody tr')
      .evaluateAll(rows => rows.map(row => [...row.querySelectorAll('.number')].map(cell => cell.textContent ?? '')));
    assert.deepEqual(
      told.map(row => row.map(number)),
      ['desktop', 'mobile', 'tablet', 'smarttv'].map(device => [
        total(`${device}_participation_minutes`),
        total(`${device}_participants`),
      ]),
    );
    await page.close();
  });

  async function detail(session: Session): Promise<{ page: Page; raw: Fields }> {
    const opened = await world.explorer.detail(session.key);
    assert.ok(opened.ok);
    const { record, fetchedAt } = opened.value;
    const view = viewModel({
      record,
      fetchedAt,
      zone: 'UTC',
      locale: 'en-GB',
      now,
      words: detailWords,
      source: 'Here',
    });
    const { page, send } = await pages.open('detail', { theme: THEMES[0], width: 1280 });
    await send({ type: 'detail', words: detailWords.shell, view, busy: false });
    return { page, raw: record.detail.raw as Fields };
  }
  const figure = (page: Page, name: string): Promise<string> =>
    page
      .locator('.figure', { has: page.getByText(name, { exact: true }) })
      .locator('dd')
      .innerText();

  for (const provider of ['hyra', 'series'] as const)
    it(`are those of the record for the places of a session: ${provider}`, async () => {
      let seen = 0;
      for (const session of (await find(world.explorer, `provider:${provider} status:completed ${past}`)).slice(
        0,
        12,
      )) {
        const { page, raw } = await detail(session);
        const places = placesOf[provider]?.(raw) ?? [];
        if (places.length > 0) {
          seen++;
          const filled = places.filter(({ who }) => who !== undefined);
          assert.equal(
            (await figure(page, 'Places filled')).replace(/\s+/g, ' '),
            `${filled.length} of ${places.length}`,
          );
          assert.equal(await page.locator('.group tbody tr').count(), places.length);
          assert.equal(await page.locator('.group tr.vacant').count(), places.length - filled.length);
          if (provider === 'series') {
            const there = filled.filter(({ attended }) => attended).length;
            assert.equal(await page.locator('.group td.attended .yes').count(), there);
          }
        }
        await page.close();
      }
      assert.ok(seen > 3, `${seen} with places`);
    });

  it('are those of the book for the people and places of a session: prplManagement', async () => {
    for (const session of (await find(world.explorer, `provider:prplManagement ${past}`)).slice(0, 6)) {
      const { page } = await detail(session);
      const truth = world.simulator.world.prplManagement.get(session.id);
      assert.ok(truth);
      assert.equal((await figure(page, 'People')).replace(/\s+/g, ' '), `${truth.people} of ${truth.capacity}`);
      assert.equal(await page.locator('.people tbody tr').count(), truth.people);
      await page.close();
    }
  });

  it('are those of the record for the words of a session, whichever way they are written: Placio', async () => {
    for (const session of (await find(world.explorer, `provider:placio ${past}`)).slice(0, 6)) {
      const { page, raw } = await detail(session);
      const said = await page.locator('main').innerText();
      for (const text of [raw.clientName, raw.staffName, ...values(raw.serviceNames)])
        assert.ok(said.includes(String(text)), `${text} is not on the page`);
      const truth = world.simulator.world.placio.get(session.id);
      const minutes = truth?.minutes ?? 0;
      const parts = [
        ...(minutes >= 60 ? [`${Math.floor(minutes / 60)} h`] : []),
        ...(minutes % 60 > 0 ? [`${minutes % 60} min`] : []),
      ];
      const shown = page.locator('.figure', { hasText: 'Duration' }).locator('.amount');
      assert.equal((await shown.allInnerTexts()).join(' '), parts.join(' '));
      await page.close();
    }
  });
});
