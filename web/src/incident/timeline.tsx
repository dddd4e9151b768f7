import type { TimelineEntry } from '../api/types.ts';
import { Moment } from '../widgets/time.tsx';

const tones: Readonly<Record<string, string>> = {
  first_failure: 'bad',
  confirmed: 'bad',
  escalated: 'bad',
  rejected: 'bad',
  improved: 'fair',
  not_sent: 'fair',
  recovered: 'good',
  closed: 'good',
  resolved: 'good',
};
const words: Readonly<Record<string, string>> = {
  first_failure: 'First failure',
  deployed: 'Deployed',
  confirmed: 'Confirmed',
  escalated: 'Worse',
  improved: 'Better',
  firing: 'Alert',
  reminder: 'Reminder',
  resolved: 'Resolved',
  not_sent: 'Not sent',
  delivered: 'Delivered',
  rejected: 'Rejected',
  acknowledged: 'Acknowledged',
  note: 'Note',
  recovered: 'Recovered',
  closed: 'Closed',
};

/** The story of an incident, oldest first. */
export function Timeline({ entries }: { readonly entries: readonly TimelineEntry[] }) {
  return (
    <ol class="timeline">
      {entries.map(({ timestamp, kind, text, by }) => (
        <li key={`${timestamp} ${kind} ${text}`} class={tones[kind]}>
          <span class="quiet">
            <Moment at={timestamp} detail="second" />
          </span>
          <span>
            <strong>{words[kind] ?? kind}</strong> {text}
            {by !== null && <span class="quiet"> by {by}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
