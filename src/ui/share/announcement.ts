import type { Session } from '../../session/session.ts';
import { isolated } from '../wording/session.ts';

/** Words of an announcement, in the person's language. */
export interface AnnouncementWords {
  hostedBy(name: string): string;
  status(session: Session): string;
}

/**
 * A few lines for Discord. `<t:…:F>` and `<t:…:R>` are its own timestamps: each reader sees their own zone. What the
 * service sent is escaped, keeps its direction to itself, and cannot ping anyone.
 */
export function announcement(session: Session, words: AnnouncementWords, link: string | undefined): string {
  const host = session.host?.displayName || session.host?.name;
  const unix = session.start === undefined ? undefined : Math.floor(Date.parse(session.start) / 1000);
  return [
    `**${plain(session.title || session.id)}** · ${words.status(session)}`,
    ...(unix === undefined ? [] : [`<t:${unix}:F> (<t:${unix}:R>)`]),
    ...(host ? [words.hostedBy(plain(host))] : []),
    ...(session.place?.name ? [plain(session.place.name)] : []),
    ...(link === undefined ? [] : [`<${link}>`]),
  ].join('\n');
}

const ZERO_WIDTH_SPACE = '\u200B';

/** Isolated first: that cuts a text that is too long, and an escape must not be cut in two. */
const plain = (text: string): string =>
  isolated(text)
    .replace(/[\\*_~`|>#[\]()<:-]/g, '\\$&')
    .replaceAll('@', `@${ZERO_WIDTH_SPACE}`);
