import type { Alert, ChannelAlertState } from './alert.ts';
import type { Incident } from './incident.ts';
import { itemFor, type Owed, type OwedParts } from './owed.ts';

export interface AcknowledgedParts extends OwedParts {
  /** By whom and when the incident was acknowledged. */
  readonly acknowledged: NonNullable<Incident['acknowledged']>;
  /** The channels that can be told so. */
  readonly acknowledging: ReadonlySet<string>;
}

/**
 * What is owed once somebody has acknowledged the incident of an alert: word of it, once, to the channels that know such a
 * state and accepted the opening. What they came to be owed only after that is news that nobody has seen, and stays open there.
 */
export function owedOnceAcknowledged(alert: Alert, parts: AcknowledgedParts): Owed {
  const { channels, acknowledged } = parts;
  const about = { ...alert.about, acknowledgedBy: acknowledged.by };
  const owing = channels.filter((state) => owes(state, parts));
  return {
    alerts: [],
    channels: owing.map((state) => ({ ...state, state: 'firing', acknowledged: true })),
    outbox: owing.map(({ channel }) => itemFor(alert, { channel, kind: 'acknowledged', about }, parts)),
    notSent: [],
    timeline: [],
  };
}

/** A reminder that still waits says less than the acknowledgement, which takes its place in the queue. */
function owes(
  { channel, state, owedAt = Number.POSITIVE_INFINITY, ...known }: ChannelAlertState,
  { acknowledged, acknowledging }: AcknowledgedParts,
): boolean {
  const accepted = state === 'firing' || state === 'reminder_pending';
  return accepted && known.acknowledged !== true && acknowledging.has(channel) && owedAt <= acknowledged.at;
}
