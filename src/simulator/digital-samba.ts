import { DAY, MINUTE } from '../session/instant.ts';
import { type Answer, type Ask, json, list, ROWS, record } from './answer.ts';
import { book, type Held } from './book.ts';
import { partStyle, uuid, uuidStyle } from './ids.ts';
import { between, draws, mix, pick } from './random.ts';
import { type Room, roomsOf } from './rooms.ts';
import { asksOf, invalid, paged } from './samba-query.ts';
import { bearer, type Caller, type Making, type SimulatedService } from './service.ts';
import {
  begun,
  metricsOf,
  minutesOf,
  type Oddity,
  peak,
  present,
  type SambaSession,
  type Stay,
  staysOf,
} from './stays.ts';
import { timeline } from './timeline.ts';

const SECOND = 1000;
const ODDITIES: Record<number, Oddity> = { 6: 'device-minutes', 9: 'peak', 12: 'device-people', 15: 'duration' };

/** The two ways in which this service writes an instant without milliseconds, and the one of its room lists. */
const plain = (instant: number): string => new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
const zulu = (instant: number): string => `${new Date(instant).toISOString().slice(0, 19)}Z`;
const micro = (instant: number): string => `${new Date(instant).toISOString().slice(0, 19)}.000000Z`;

/** Digital Samba, from its page `List` and its OpenAPI description. It knows a session only once its room is open. */
export function digitalSamba({ sessions, seed, now, key }: Making): SimulatedService<SambaSession> {
  const own = mix(seed, 5);
  const origin = now();
  const teamId = uuid(own, 0xfffffff0);
  const rooms = roomsOf(own, sessions);
  const openRooms = rooms.filter(room => !room.deleted);

  const traits = (index: number, start: number): SambaSession => {
    const draw = draws(own, index);
    const lately = Math.abs(start - origin) <= DAY;
    const planned = start + between(draw, 28 * 60, 95 * 60) * SECOND;
    return {
      start,
      end: planned,
      planned,
      room: lately ? (openRooms[index % openRooms.length]?.number ?? 0) : index % rooms.length,
      people: index % 16 === 11 ? 0 : draw() < 0.03 ? between(draw, 40, 130) : between(draw, 1, pick(draw, [3, 8, 16])),
      odd: lately ? undefined : ODDITIES[index % 40],
      lot: mix(own, index, 2),
    };
  };
  const starts = timeline({ count: sessions, origin, seed: own, step: SECOND, planned: false });
  const held = book<SambaSession>({ ids: uuidStyle(own), starts, longest: 95 * MINUTE, traits }, now);
  const participantIds = partStyle(mix(own, 6));
  const participantId = (session: Held<SambaSession>, stay: Stay): string =>
    participantIds.of(held.numberOf(session.id) ?? 0, stay.ordinal);
  const roomAt = (session: SambaSession): Room => rooms[session.room % rooms.length] as Room; // there is always a room
  const isLive = (session: SambaSession, at: number): boolean => session.start <= at && at < session.end;

  function row(session: Held<SambaSession>, at: number, time: (instant: number) => string) {
    const room = roomAt(session);
    const stays = staysOf(session);
    const live = isLive(session, at);
    return {
      id: session.id,
      start_time: time(session.start),
      // The service leaves the end of a running session out or sends null, as it likes.
      ...(live ? (session.lot % 3 === 0 ? { end_time: null } : {}) : { end_time: time(session.end) }),
      room_id: room.id,
      room_external_id: room.externalId,
      description: room.description,
      friendly_url: room.friendlyUrl,
      room_is_deleted: room.deleted,
      participants_max: peak(stays, at),
      ...(live || session.lot % 2 === 0 ? { participants_live: present(stays, at) } : {}),
      participants_total: begun(stays, at).length,
      live,
    };
  }

  function sessionsList({ query, now: at, pageCap }: Ask, room: Room | undefined): Answer {
    const asked = asksOf(query, pageCap);
    if ('status' in asked) return asked;
    const roomId = room?.id ?? query.get('room_id');
    const { live } = asked;
    const to = Math.min(at + 1, asked.to);
    const where = (session: SambaSession): boolean =>
      (!roomId || roomAt(session).id === roomId) && (live === undefined || isLive(session, at) === live);
    const found = held.select({
      from: live ? Math.max(asked.from, at - held.longest) : asked.from,
      to,
      ascending: asked.ascending,
      where: roomId || live !== undefined ? where : undefined,
    });
    const rows = paged(found, asked, query);
    if (!rows) return invalid('after', 'The selected after is invalid.');
    // One document counts with a number, the other with a string.
    const time = room ? micro : plain;
    return list(
      { total_count: room ? String(found.count) : found.count, data: ROWS },
      rows.map(session => row(session, at, time)),
    );
  }

  const roomFacts = (room: Room) => ({
    room_id: room.id,
    ...(room.externalId ? { room_external_id: room.externalId } : {}),
    ...(room.description ? { room_description: room.description } : {}),
    room_friendly_url: room.friendlyUrl,
    room_privacy: room.privacy,
    room_source: 'api',
    room_max_participants: room.capacity,
    room_is_deleted: room.deleted,
  });

  function statistics(session: Held<SambaSession>, { query, now: at }: Ask): Answer {
    const live = isLive(session, at);
    const wanted = query.get('metrics')?.split(',').filter(Boolean);
    const { session_duration, ...metrics } = metricsOf(session, at);
    const chosen = Object.entries(metrics).filter(([name]) => !wanted || wanted.includes(name));
    return record({
      // One document has an `id`, the other has none, and `session_id` may name something else.
      ...(session.lot % 3 === 0 ? {} : { id: session.id }),
      ...roomFacts(roomAt(session)),
      session_id: session.lot % 3 === 1 ? uuid(session.lot, 1) : session.id,
      session_duration,
      session_live: live,
      session_start_time: zulu(session.start),
      ...(live ? {} : { session_end_time: zulu(session.end) }),
      ...Object.fromEntries(chosen),
    });
  }

  function participants(session: Held<SambaSession>, { query, now: at, pageCap }: Ask): Answer {
    const asked = asksOf(query, pageCap);
    if ('status' in asked) return asked;
    const here = (stay: Stay): boolean => at < stay.leave;
    const stays = begun(staysOf(session), at)
      .filter(stay => stay.join >= asked.from && stay.join < asked.to)
      .filter(stay => asked.live === undefined || here(stay) === asked.live);
    if (!asked.ascending) stays.reverse();
    const after = query.get('after');
    const last = after ? stays.findIndex(stay => participantId(session, stay) === after) : -1;
    if (after && last < 0) return invalid('after', 'The selected after is invalid.');
    const first = after ? last + 1 : asked.offset;
    const room = roomAt(session);
    const rows = stays.slice(first, first + asked.limit).map(stay => ({
      id: participantId(session, stay),
      external_id: stay.externalId,
      session_id: session.id,
      room_id: room.id,
      room_external_id: room.externalId,
      room_is_deleted: room.deleted,
      name: stay.name,
      role: stay.role,
      friendly_url: room.friendlyUrl,
      join_time: plain(stay.join),
      leave_time: here(stay) ? null : plain(stay.leave),
      live: here(stay),
    }));
    return list({ total_count: String(stays.length), data: ROWS }, rows);
  }

  function participant(id: string, at: number): Answer {
    const [number, ordinal] = participantIds.parts(id) ?? [];
    const session = number === undefined ? undefined : held.numbered(number);
    const stay = session && begun(staysOf(session), at).find(one => one.ordinal === ordinal);
    if (!session || !stay) return notFound('participant');
    const { room_description, room_source, room_max_participants, ...room } = roomFacts(roomAt(session));
    const live = at < stay.leave;
    return json(200, {
      ...room,
      session_id: session.id,
      live,
      participant_name: stay.name,
      role: stay.role,
      join_time: zulu(stay.join),
      ...(live ? {} : { leave_time: zulu(stay.leave) }),
      device: stay.device,
      system: stay.device === 'desktop' ? 'Mac OS X 10' : 'Android 15',
      browser: 'Mozilla/5.0 (simulated)',
      e2ee: session.room % 4 === 1,
      participation_minutes: minutesOf(stay, at),
      public_chat_posts: stay.ordinal % 4,
      questions: stay.ordinal % 2,
      answers: 0,
    });
  }

  const liveNow = (at: number): Held<SambaSession>[] => [
    ...held.select({ from: at - held.longest, to: at + 1, where: session => isLive(session, at) }),
  ];
  const liveRoom = (session: Held<SambaSession>, at: number) => ({
    id: roomAt(session).id,
    external_id: roomAt(session).externalId,
    start_time: micro(session.start),
    session_duration: Math.floor((at - session.start) / SECOND),
    live_participants: present(staysOf(session), at),
  });

  function roomsLive({ query, now: at, pageCap }: Ask): Answer {
    const asked = asksOf(query, pageCap);
    if ('status' in asked) return asked;
    const all = liveNow(at).map(session => liveRoom(session, at));
    if (asked.ascending) all.reverse();
    const after = query.get('after');
    const first = after ? all.findIndex(({ id }) => id === after) + 1 : asked.offset;
    if (after && first === 0) return invalid('after', 'The selected after is invalid.');
    return list({ total_count: all.length, data: ROWS }, all.slice(first, first + asked.limit));
  }

  function ofRoom(name: string, what: string | undefined, ask: Ask): Answer {
    if (what !== 'sessions' && what !== 'live') return notFound('route');
    const room = rooms.find(({ id, friendlyUrl }) => id === name || (what === 'live' && friendlyUrl === name));
    if (!room) return notFound('room');
    if (what === 'sessions') return sessionsList(ask, room);
    const session = liveNow(ask.now).find(one => roomAt(one) === room);
    return session ? json(200, liveRoom(session, ask.now)) : notFound('live session');
  }

  function ofSession(id: string, what: string | undefined, ask: Ask): Answer {
    const session = held.get(id);
    if (!session || session.start > ask.now) return notFound('session');
    if (what === undefined || what === 'statistics') return statistics(session, ask);
    if (what === 'participants') return participants(session, ask);
    if (what === 'summary') {
      const ready = !isLive(session, ask.now);
      const summary = ready ? 'The group went through the open points and agreed on the next steps.' : '';
      return json(200, { job_id: uuid(session.lot, 2), status: ready ? 'READY' : 'IN_PROGRESS', summary });
    }
    return notFound('route');
  }

  return {
    provider: 'digitalSamba',
    label: 'Digital Samba',
    prefix: 'digital-samba',
    teamId,
    book: held,
    caller(headers): Caller {
      const basic = /^Basic\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
      const token = bearer(headers);
      if (basic === undefined && token === undefined) return 'missing';
      const pair = Buffer.from(`${teamId}:${key}`).toString('base64');
      // The page's Java example sends the pair as a bearer token; the description wants the bare key there.
      return basic === pair || token === key || token === pair ? 'ok' : 'wrong';
    },
    refuse: () => json(401, { message: 'Unauthenticated.' }),
    tooMany: () => json(429, { message: 'Too Many Attempts.' }),
    answer(ask) {
      const [api, v1, area, first, second, ...rest] = ask.path;
      if (api !== 'api' || v1 !== 'v1' || rest.length > 0) return notFound('route');
      if (area === 'sessions')
        return first === undefined ? sessionsList(ask, undefined) : ofSession(first, second, ask);
      if (area === 'rooms' && first === 'live' && second === undefined) return roomsLive(ask);
      if (area === 'rooms' && first !== undefined) return ofRoom(first, second, ask);
      if (area === 'participants' && first !== undefined && second === 'statistics') return participant(first, ask.now);
      return notFound('route');
    },
  };
}

const notFound = (what: string): Answer => json(404, { message: `No ${what} found.` });
