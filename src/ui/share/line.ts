import type { Session } from '../../session/session.ts';
import { personName } from '../wording/session.ts';

/**
 * One line of plain text about a session, as when it is dropped into an editor. Without the isolates that labels have:
 * an editor would mark them as suspicious.
 */
export const sessionLine = ({ title, id, start, host, key }: Session): string =>
  [title || id, start, host && personName(host), key]
    .filter(part => part !== undefined)
    .join(' · ')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
