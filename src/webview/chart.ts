import { h, svg } from './dom.ts';
import type { AttendanceChart, Lane } from './protocol.ts';

const percent = (fraction: number): string => `${Math.round(fraction * 1_000_000) / 10_000}%`;

/** From here on lanes are laid out only when they come into view. */
const MANY = 40;

const grid = (chart: AttendanceChart): SVGElement[] =>
  chart.ticks.map(tick =>
    svg('line', { class: 'grid', x1: percent(tick.at), x2: percent(tick.at), y1: 0, y2: '100%' }),
  );

const cross = (): SVGElement => svg('line', { class: 'cross', x1: 0, x2: 0, y1: 0, y2: '100%' });

const axis = (chart: AttendanceChart): HTMLElement =>
  h(
    'div',
    { class: 'axis', 'aria-hidden': 'true' },
    svg(
      'svg',
      { class: 'plot', height: 20 },
      chart.ticks.map(tick =>
        svg(
          'text',
          {
            x: percent(tick.at),
            y: 14,
            // Where there is no room beside the drawing, the outermost labels stay inside.
            class: tick.at < 0.04 ? 'first' : tick.at > 0.96 ? 'last' : undefined,
          },
          tick.label,
        ),
      ),
    ),
  );

const stays = (lane: Lane): SVGElement[] =>
  lane.stays.map(({ mark, from, to }) => {
    if (mark === 'left-only' || mark === 'backwards')
      // One end only: a diamond where it is, since there is no length to draw.
      return svg('svg', { x: percent(from), y: '50%', overflow: 'visible', width: 1, height: 1 }, [
        svg('path', { class: `stay ${mark}`, d: 'M-5 0L0 -5L5 0L0 5Z' }),
      ]);
    return svg('rect', {
      class: `stay ${mark}`,
      x: percent(from),
      y: 5,
      width: percent(Math.max(0, to - from)),
      height: 10,
      rx: 2,
    });
  });

const lanes = (chart: AttendanceChart): HTMLElement =>
  h(
    'div',
    { class: chart.lanes.length > MANY ? 'lanes many' : 'lanes' },
    svg('svg', { class: 'behind', 'aria-hidden': 'true' }, grid(chart)),
    h(
      'ul',
      { role: 'listbox', tabindex: 0, 'aria-label': chart.lanesLabel, class: 'list' },
      chart.lanes.map((lane, index) =>
        h(
          'li',
          {
            role: 'option',
            class: 'lane',
            id: `lane-${index}`,
            'aria-label': `${lane.name} ${lane.total}: ${lane.text}`,
          },
          h('span', { class: 'name' }, h('bdi', {}, lane.name)),
          svg('svg', { class: 'plot', height: 20 }, stays(lane)),
          ' ',
          h('span', { class: 'total' }, h('bdi', {}, lane.total)),
        ),
      ),
    ),
    svg('svg', { class: 'before', 'aria-hidden': 'true' }, cross()),
  );

/** The steps as one line, 1000 wide and as high as the peak. */
const outline = (chart: AttendanceChart): string => {
  let path = '';
  let y = chart.peak;
  for (const { at, count } of chart.steps) {
    const x = Math.round(at * 100_000) / 100;
    path += path === '' ? `M${x} ${chart.peak - count}` : `H${x}V${chart.peak - count}`;
    y = chart.peak - count;
  }
  return path === '' ? '' : `${path}V${y}H1000`;
};

const curve = (chart: AttendanceChart): HTMLElement => {
  const path = outline(chart);
  const first = Math.round((chart.steps[0]?.at ?? 0) * 100_000) / 100;
  return h(
    'div',
    { class: 'curve' },
    h('div', { class: 'scale', 'aria-hidden': 'true' }, h('bdi', {}, chart.peakLabel), h('span', {}, '0')),
    h(
      'div',
      { class: 'plot', role: 'group', 'aria-label': chart.curveLabel },
      svg('svg', { class: 'behind', 'aria-hidden': 'true' }, grid(chart)),
      svg(
        'svg',
        {
          class: 'steps',
          viewBox: `0 0 1000 ${Math.max(1, chart.peak)}`,
          preserveAspectRatio: 'none',
          'aria-hidden': 'true',
        },
        svg('path', { class: 'area', d: `${path}V${chart.peak}H${first}Z` }),
        svg('path', { class: 'outline', d: path }),
      ),
      svg('svg', { class: 'before', 'aria-hidden': 'true' }, cross()),
      h('input', {
        type: 'range',
        class: 'scrub',
        min: 0,
        max: Math.max(0, chart.samples.length - 1),
        step: 1,
        value: 0,
        'aria-label': chart.sliderLabel,
        'aria-valuetext': chart.samples[0]?.text,
      }),
    ),
  );
};

export const attendance = (chart: AttendanceChart): HTMLElement =>
  h(
    'div',
    { class: 'attendance' },
    h(
      'div',
      { class: 'key' },
      h(
        'ul',
        { class: 'legend' },
        chart.legend.map(({ mark, label }) =>
          h(
            'li',
            {},
            svg('svg', { width: 16, height: 12, viewBox: '0 0 16 12', 'aria-hidden': 'true' }, [
              mark === 'left-only' || mark === 'backwards'
                ? svg('path', { class: `stay ${mark}`, d: 'M3 6L8 1L13 6L8 11Z' })
                : svg('rect', { class: `stay ${mark}`, x: 1, y: 2, width: 14, height: 8, rx: 2 }),
            ]),
            label,
          ),
        ),
      ),
      h('output', { class: 'readout' }, chart.peakLabel),
    ),
    h('div', { class: 'chart' }, axis(chart), lanes(chart), curve(chart)),
    h(
      'details',
      { class: 'alternative' },
      h('summary', {}, chart.samplesTitle),
      h(
        'table',
        {},
        h('caption', { class: 'hidden' }, chart.curveLabel),
        h(
          'thead',
          {},
          h('tr', {}, [
            h('th', { scope: 'col' }, chart.samplesHead[0]),
            h('th', { scope: 'col', class: 'numeric' }, chart.samplesHead[1]),
          ]),
        ),
        h(
          'tbody',
          {},
          chart.samples.map(sample =>
            h('tr', {}, [h('td', {}, sample.time), h('td', { class: 'numeric' }, sample.count)]),
          ),
        ),
      ),
    ),
  );

/** The last sample that begins at or before a position on the axis. */
export const sampleAt = (samples: readonly { at: number }[], position: number): number => {
  let low = 0;
  let high = samples.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((samples[middle]?.at ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
};

/**
 * Lets pointer and keyboard read the chart's values. `current` is the chart that is shown, if one is.
 * Returns what marks the chosen person and moment again after the chart was drawn anew.
 */
export const readable = (root: HTMLElement, current: () => AttendanceChart | undefined): (() => void) => {
  let lane: number | undefined;
  let sample: number | undefined;

  const mark = (): void => {
    const chart = current();
    if (!chart) return;
    const who = lane === undefined ? undefined : chart.lanes[lane];
    const read = sample === undefined ? undefined : chart.samples[sample];
    for (const line of root.querySelectorAll('line.cross')) {
      line.classList.toggle('shown', read !== undefined);
      if (read) for (const end of ['x1', 'x2']) line.setAttribute(end, percent(read.at));
    }
    root.querySelector('.lane.current')?.classList.remove('current');
    const option = who && root.querySelector(`#lane-${lane}`);
    option?.classList.add('current');
    const list = root.querySelector('.list');
    if (option) list?.setAttribute('aria-activedescendant', option.id);
    else list?.removeAttribute('aria-activedescendant');
    const output = root.querySelector('.readout');
    const text = [who && `\u2068${who.name}\u2069: ${who.text}`, read?.text].filter(part => part !== undefined);
    if (output) output.textContent = text.length === 0 ? chart.peakLabel : text.join(' · ');
  };

  root.addEventListener('pointermove', event => {
    const chart = current();
    const area = root.querySelector('.curve .plot')?.getBoundingClientRect();
    const over = event.target instanceof Element && event.target.closest('.chart') ? event.target : undefined;
    if (!chart || !area) return;
    if (!over && lane === undefined && sample === undefined) return;
    const position = (event.clientX - area.left) / area.width;
    sample = over && position >= 0 && position <= 1 ? sampleAt(chart.samples, position) : undefined;
    const under = over?.closest('.lane');
    lane = under ? Number(under.id.slice('lane-'.length)) : undefined;
    mark();
  });
  root.addEventListener('input', event => {
    const chart = current();
    if (!chart || !(event.target instanceof HTMLInputElement) || !event.target.matches('.scrub')) return;
    sample = event.target.valueAsNumber;
    event.target.setAttribute('aria-valuetext', chart.samples[sample]?.text ?? '');
    mark();
  });
  root.addEventListener('focusin', event => {
    if (!(event.target instanceof HTMLElement)) return;
    if (event.target instanceof HTMLInputElement && event.target.matches('.scrub')) sample = event.target.valueAsNumber;
    else if (event.target.matches('.list')) lane ??= 0;
    else return;
    mark();
  });
  root.addEventListener('keydown', event => {
    const chart = current();
    if (!chart || !(event.target instanceof Element) || !event.target.matches('.list')) return;
    const last = chart.lanes.length - 1;
    const from = lane ?? -1;
    const to: Record<string, number> = {
      ArrowDown: from + 1,
      ArrowUp: from - 1,
      PageDown: from + 10,
      PageUp: from - 10,
      Home: 0,
      End: last,
    };
    const next = to[event.key];
    if (next === undefined) return;
    event.preventDefault();
    lane = Math.min(last, Math.max(0, next));
    mark();
    root.querySelector('.lane.current')?.scrollIntoView({ block: 'nearest' });
  });
  return mark;
};
