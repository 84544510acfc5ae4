import { uuid } from './ids.ts';
import { mix } from './random.ts';

/** A video room; sessions are what happens in it. */
export interface Room {
  number: number;
  id: string;
  externalId: string | null;
  description: string | null;
  friendlyUrl: string;
  privacy: 'public' | 'private';
  capacity: number;
  deleted: boolean;
}

const ROOMS: readonly [friendlyUrl: string, description: string | null, capacity: number][] = [
  ['Scrum', null, 100],
  ['DailyEnglishLessons', 'Daily English lessons', 25],
  ['MyWebinar', 'Product webinar', 500],
  ['BoardRoom', 'Board room', 20],
  ['ArabicConversation', 'محادثة بالعربية · Arabic conversation', 30],
  ['iagVi1oidf0k9hQhHypYLefFqpbHulUN', null, 50],
  ['SupportDesk', 'Support desk', 10],
  ['YogaAtNoon', 'Yoga at noon', 60],
  ['OldCampus', 'Old campus', 40],
  ['Sprechstunde', 'Sprechstunde für Eltern', 15],
  ['InterviewsB', 'Interviews, room B', 8],
  ['MathClub', 'Math club <3', 35],
  ['CaféFrançais', 'Café français', 20],
  ['AllHands', 'All hands', 1000],
];

/** The rooms of a team: more where there are more sessions. One of them was deleted, its sessions were not. */
export function roomsOf(seed: number, sessions: number): Room[] {
  const count = Math.max(ROOMS.length, Math.min(400, Math.floor(sessions / 60)));
  return Array.from({ length: count }, (_, number) => {
    const [friendlyUrl, description, capacity] = ROOMS[number] ?? [`TeamRoom${number}`, `Team room ${number}`, 50];
    return {
      number,
      id: uuid(mix(seed, 20), number),
      externalId: number % 3 === 1 ? `EXT-ID-${100 + number}` : null,
      description,
      friendlyUrl,
      privacy: number % 4 === 3 ? 'private' : 'public',
      capacity,
      deleted: number === 8,
    };
  });
}
