import { MINUTE } from '../session/instant.ts';
import type { Traits } from './book.ts';
import { guestName } from './people.ts';
import { between, type Draw, draws, mix, pick } from './random.ts';

const SECOND = 1000;

export const DEVICES = ['desktop', 'mobile', 'tablet', 'smarttv'] as const;
export type Device = (typeof DEVICES)[number];

/** One figure of a session that deliberately contradicts the others, as a careful reader should notice. */
export type Oddity = 'device-minutes' | 'device-people' | 'peak' | 'duration';

export interface SambaSession extends Traits {
  room: number;
  /** Until when the people meant to stay; `end` may come before. */
  planned: number;
  /** How many different people come; each may come several times. */
  people: number;
  odd?: Oddity | undefined;
  lot: number;
}

/** A person's time in a room from one join to one leave. */
export interface Stay {
  /** Place among the session's stays, by join. */
  ordinal: number;
  person: number;
  name: string;
  externalId: string | null;
  role: string;
  device: Device;
  /** Epoch ms, whole seconds. */
  join: number;
  leave: number;
}

/** All stays that a session will ever have had, by join. They follow from the session alone, so that people come and go with time. */
export function staysOf(session: SambaSession): Stay[] {
  const planned: Omit<Stay, 'ordinal'>[] = [];
  for (let person = 0; person < session.people; person += 1) {
    const draw = draws(mix(session.lot, 7), person);
    const who = {
      person,
      name: guestName(draw),
      externalId: draw() < 0.6 ? `EXTID${mix(session.lot, person)}` : null,
      role: person === 0 ? 'moderator' : pick(draw, ['attendee', 'attendee', 'speaker', 'moderator']),
    };
    for (const [join, leave] of visits(session, person, draw))
      planned.push({ ...who, device: deviceOf(draw), join, leave });
  }
  return planned
    .sort((a, b) => a.join - b.join || a.person - b.person)
    .map((stay, ordinal) => ({ ...stay, ordinal, leave: Math.min(stay.leave, session.end) }))
    .filter(stay => stay.join < session.end);
}

/** When one person is there: the first from start to end, the others for a while, some of them twice. */
function visits({ start, planned }: SambaSession, person: number, draw: Draw): [number, number][] {
  const length = planned - start;
  const second = (part: number): number => start + Math.floor((part * length) / SECOND) * SECOND;
  if (person === 0) return [[start, planned]];
  const join = draw() ** 2 * 0.7;
  const leave = draw() < 0.6 ? 1 : join + draw() * (1 - join);
  if (draw() > 0.2 || leave - join < 0.2) return [[second(join), Math.max(second(join) + SECOND, second(leave))]];
  const away = join + (leave - join) * 0.5;
  return [
    [second(join), second(away)],
    [second(away + 0.03), second(leave)],
  ];
}

function deviceOf(draw: Draw): Device {
  const lot = between(draw, 1, 20);
  return lot <= 12 ? 'desktop' : lot <= 17 ? 'mobile' : lot <= 19 ? 'tablet' : 'smarttv';
}

/** The stays that have begun by an instant; a `leave` after that instant means that the person is still there. */
export const begun = (stays: readonly Stay[], now: number): Stay[] => stays.filter(stay => stay.join <= now);

export const present = (stays: readonly Stay[], now: number): number =>
  stays.filter(stay => stay.join <= now && now < stay.leave).length;

/** The most people at one time; who leaves makes room before the next one joins. */
export function peak(stays: readonly Stay[], now: number): number {
  const steps = begun(stays, now).flatMap(({ join, leave }): [number, number][] =>
    leave <= now
      ? [
          [join, 1],
          [leave, -1],
        ]
      : [[join, 1]],
  );
  let here = 0;
  let most = 0;
  for (const [, step] of steps.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    here += step;
    most = Math.max(most, here);
  }
  return most;
}

/** Minutes of a stay so far, rounded as the simulated service rounds: each stay by itself. */
export const minutesOf = (stay: Stay, now: number): number =>
  Math.round((Math.min(stay.leave, now) - stay.join) / MINUTE);

/**
 * A session's figures under the service's names, which follow from its stays: device minutes add up to participation
 * minutes, device participants to active participants, and the peak can be rebuilt. An `odd` session breaks one of these.
 */
export function metricsOf(session: SambaSession, now: number): Record<string, number> {
  const stays = begun(staysOf(session), now);
  const odd = session.odd;
  const minutes = (some: readonly Stay[]): number => some.reduce((sum, stay) => sum + minutesOf(stay, now), 0);
  const total = minutes(stays);
  const firsts = [...new Map(stays.toReversed().map(stay => [stay.person, stay])).values()];
  const perDevice = (suffix: string, count: (device: Device) => number): Record<string, number> =>
    Object.fromEntries(DEVICES.map(device => [`${device}_${suffix}`, count(device)]));
  const until = Math.min(session.end, now);
  const draw = draws(session.lot, 8);
  const share = (): number => Math.round(total * draw());
  const feature = (chance: number): number =>
    draw() < chance ? Math.round(((until - session.start) / MINUTE) * draw()) : 0;
  const recorded = feature(0.3);
  return {
    session_duration: Math.floor((until - session.start) / MINUTE) + (odd === 'duration' ? 28 : 0),
    participation_minutes: total + (odd === 'device-minutes' ? 2 * stays.length + 5 : 0),
    ...perDevice('participation_minutes', device => minutes(stays.filter(stay => stay.device === device))),
    broadcasted_minutes: share(),
    subscribed_minutes: share() * Math.max(0, firsts.length - 1),
    screen_broadcasted_minutes: feature(0.4),
    screen_subscribed_minutes: feature(0.4),
    live_participants: present(stays, now),
    active_participants: firsts.length + (odd === 'device-people' ? 2 : 0),
    ...perDevice('participants', device => firsts.filter(stay => stay.device === device).length),
    max_concurrent_participants: peak(stays, now) + (odd === 'peak' ? 2 : 0),
    transcription_minutes: feature(0.2),
    e2ee_minutes: session.room % 4 === 1 ? total : 0,
    recorded_minutes: recorded,
    stored_recorded_minutes: Math.round(recorded * draw()),
    whiteboard_minutes: feature(0.2),
    captions_minutes: feature(0.15),
    breakout_minutes: feature(0.1),
    presentation_minutes: feature(0.3),
    active_roles: new Set(stays.map(stay => stay.role)).size,
    public_chat_posts: stays.length === 0 ? 0 : between(draw, 0, 60),
    questions: stays.length < 4 ? 0 : between(draw, 0, 6),
    answers: stays.length < 4 ? 0 : between(draw, 0, 4),
    polls: stays.length < 6 ? 0 : between(draw, 0, 2),
  };
}
