import { l10n } from 'vscode';
import type { Term } from '../../webview/protocol.ts';

/**
 * Labels of Digital Samba's metrics. A meaning stands only where the vendor's pages define the figure ("Understanding usage data",
 * "Troubleshooting sessions"), said in our words; for all others the view says that the vendor does not define it.
 */
export const metricWords = (): {
  terms: Record<string, Term>;
  undefinedByVendor: string;
  field: (name: string) => string;
} => ({
  undefinedByVendor: l10n.t('Not defined by the vendor.'),
  field: (name: string) => l10n.t('Field: {0}', name),
  terms: {
    participation_minutes: {
      label: l10n.t('Participation minutes'),
      meaning: l10n.t(
        'Minutes that people spent in the session, each from joining to leaving or to the end, added up.',
      ),
    },
    desktop_participation_minutes: { label: l10n.t('Desktop') },
    mobile_participation_minutes: { label: l10n.t('Mobile') },
    tablet_participation_minutes: { label: l10n.t('Tablet') },
    smarttv_participation_minutes: { label: l10n.t('Smart TV') },
    active_participants: { label: l10n.t('People') },
    live_participants: {
      label: l10n.t('In the room now'),
      meaning: l10n.t(
        'People who are in the session at this moment. A live session with nobody in it is about to end.',
      ),
    },
    max_concurrent_participants: {
      label: l10n.t('Peak'),
      meaning: l10n.t('The most people who were in the session at the same time.'),
    },
    desktop_participants: { label: l10n.t('Desktop') },
    mobile_participants: { label: l10n.t('Mobile') },
    tablet_participants: { label: l10n.t('Tablet') },
    smarttv_participants: { label: l10n.t('Smart TV') },
    broadcasted_minutes: { label: l10n.t('Broadcast') },
    subscribed_minutes: { label: l10n.t('Subscribed') },
    screen_broadcasted_minutes: { label: l10n.t('Screen broadcast') },
    screen_subscribed_minutes: { label: l10n.t('Screen subscribed') },
    recorded_minutes: { label: l10n.t('Recorded'), meaning: l10n.t('Minutes that were recorded.') },
    stored_recorded_minutes: {
      label: l10n.t('Recording stored'),
      meaning: l10n.t('Recorded minutes that are kept in storage; deleting a recording frees them.'),
    },
    whiteboard_minutes: { label: l10n.t('Whiteboard') },
    breakout_minutes: { label: l10n.t('Breakout rooms') },
    presentation_minutes: { label: l10n.t('Presentation') },
    e2ee_minutes: { label: l10n.t('End-to-end encrypted') },
    captions_minutes: {
      label: l10n.t('Captions'),
      meaning: l10n.t('Session minutes in a room that has captions switched on.'),
    },
    transcription_minutes: { label: l10n.t('Transcription') },
    active_roles: { label: l10n.t('Roles in use') },
    public_chat_posts: { label: l10n.t('Chat posts') },
    questions: { label: l10n.t('Questions') },
    answers: { label: l10n.t('Answers') },
    polls: { label: l10n.t('Polls') },
  },
});

/** A check's name and what its two numbers are. Names that are not here are shown as they are. */
export const checkWords = (): {
  terms: Record<string, { term: Term; expected: string; actual: string; minutes: boolean }>;
  expected: string;
  actual: string;
} => ({
  expected: l10n.t('Expected'),
  actual: l10n.t('Found'),
  terms: {
    participation_minutes: {
      term: {
        label: l10n.t('Device minutes'),
        meaning: l10n.t('The minutes of the four devices together ought to be the participation minutes.'),
      },
      expected: l10n.t('Participation minutes'),
      actual: l10n.t('All devices'),
      minutes: true,
    },
    active_participants: {
      term: {
        label: l10n.t('People by device'),
        meaning: l10n.t('The people on the four devices together ought to be the people of the session.'),
      },
      expected: l10n.t('People'),
      actual: l10n.t('All devices'),
      minutes: false,
    },
    max_concurrent_participants: {
      term: {
        label: l10n.t('Peak'),
        meaning: l10n.t('The peak worked out from when people joined and left ought to be the reported one.'),
      },
      expected: l10n.t('Reported'),
      actual: l10n.t('Rebuilt'),
      minutes: false,
    },
    session_duration: {
      term: {
        label: l10n.t('Duration'),
        meaning: l10n.t('The time between start and end ought to be the reported duration.'),
      },
      expected: l10n.t('Reported'),
      actual: l10n.t('From start to end'),
      minutes: true,
    },
  },
});
