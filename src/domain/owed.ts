import type { Alert, ChannelAlertState, NotSent, OutboxItem } from './alert.ts';
import { type ClosedGate, closedGate, type GateView } from './alert-gate.ts';
import type { TimelineEntry } from './incident.ts';
import type { Destination } from './routes.ts';

/** What telling of alerts adds to a commit. */
export interface Owed {
  readonly alerts: readonly Alert[];
  readonly channels: readonly ChannelAlertState[];
  readonly outbox: readonly OutboxItem[];
  readonly notSent: readonly NotSent[];
  readonly timeline: readonly TimelineEntry[];
}

export interface OwedParts {
  /** How every channel stands with this alert. */
  readonly channels: readonly ChannelAlertState[];
  readonly nowAt: number;
  readonly makeId: () => string;
}

export interface OpenParts extends OwedParts {
  readonly view: GateView;
  /** How long ago a channel was last told of it, ms on a clock that does not jump. */
  toldAgoMs(state: ChannelAlertState): number;
}

/**
 * What is owed for an alert that is open: its opening to every channel that has not had it, unless a gate is closed, and
 * reminders where they are due. Asked again and again, it owes nothing twice.
 */
export function owedWhileOpen(alert: Alert, parts: OpenParts): Owed {
  const { view, channels, nowAt } = parts;
  const missing = view.destinations.filter(({ channel }) => channels.every((state) => state.channel !== channel));
  const due = view.destinations.flatMap((destination) => dueForReminder(alert, destination, parts));
  const toOpen = missing.length > 0 || view.destinations.length === 0;
  const openingGate = toOpen ? closedGate('firing', view) : undefined;
  if (openingGate !== undefined) return holdBack(alert, openingGate, parts);
  const reminderGate = due.length > 0 || alert.held !== undefined ? closedGate('reminder', view) : undefined;
  if (reminderGate !== undefined && missing.length === 0) return holdBack(alert, reminderGate, parts);

  const opened = missing.map((destination) => messageTo(destination, { alert, kind: 'firing' }, parts));
  const reminded = reminderGate === undefined ? due.map((state) => reminderTo(state, alert, parts)) : [];
  const { held, ...free } = alert;
  return {
    ...together([...opened, ...reminded]),
    alerts: held === undefined ? [] : [free],
    notSent: [],
    timeline: [...toldEntry(alert, 'firing', opened, nowAt), ...toldEntry(alert, 'reminder', reminded, nowAt)],
  };
}

/** What is owed for an alert that has ended: its end, to exactly the channels that were told or may yet have been. */
export function owedAtEnd(
  alert: Alert,
  parts: OwedParts & { readonly groupWaitMs: (channel: string) => number },
): Owed {
  const told = parts.channels.filter(({ state }) => state !== 'rejected' && state !== 'resolved');
  const refused = parts.channels.filter(({ state }) => state === 'rejected');
  const messages = told.map(({ channel }) =>
    messageTo({ channel, groupWaitMs: parts.groupWaitMs(channel) }, { alert, kind: 'resolved' }, parts),
  );
  return {
    ...together(messages),
    alerts: [alert],
    notSent: refused.map(({ channel }) => ({
      ...identityOf(alert, parts.nowAt),
      channel,
      reason: 'never_told',
      text: `${channel} refused to be told that it fired`,
    })),
    timeline: toldEntry(alert, 'resolved', messages, parts.nowAt),
  };
}

const nothing: Owed = { alerts: [], channels: [], outbox: [], notSent: [], timeline: [] };

/** Recorded once per reason, not every time it is asked. */
function holdBack(alert: Alert, { reason, text }: ClosedGate, { nowAt }: OwedParts): Owed {
  if (alert.held === reason) return nothing;
  return {
    ...nothing,
    alerts: [{ ...alert, held: reason }],
    notSent: [{ ...identityOf(alert, nowAt), reason, text }],
    timeline: entry(alert, { at: nowAt, kind: 'not_sent', text: `${alert.rule}: ${text}` }),
  };
}

type Message = Pick<Owed, 'channels' | 'outbox'>;

/** Due after the repeat interval, or for a new stage of a rule that has stages. */
function dueForReminder(
  alert: Alert,
  { channel, repeatIntervalMs }: Destination,
  { channels, toldAgoMs }: OpenParts,
): readonly ChannelAlertState[] {
  const state = channels.find((one) => one.channel === channel);
  if (state?.state !== 'firing') return [];
  const due =
    alert.stage === undefined ? toldAgoMs(state) >= repeatIntervalMs : alert.stage !== (state.stage ?? alert.stage);
  return due ? [state] : [];
}

function reminderTo(state: ChannelAlertState, alert: Alert, parts: OwedParts): Message {
  return messageTo({ channel: state.channel, groupWaitMs: 0 }, { alert, kind: 'reminder', state }, parts);
}

interface ToTell {
  readonly alert: Alert;
  readonly kind: 'firing' | 'reminder' | 'resolved';
  readonly state?: ChannelAlertState;
}

function messageTo(
  { channel, groupWaitMs }: Pick<Destination, 'channel' | 'groupWaitMs'>,
  { alert, kind, state }: ToTell,
  { nowAt, makeId }: OwedParts,
): Message {
  const { dedupKey, stage, about } = alert;
  return {
    channels: [
      {
        ...state,
        dedupKey,
        channel,
        state: `${kind}_pending`,
        ...(stage !== undefined && { stage }),
        ...(kind === 'firing' && { owedAt: nowAt }),
      },
    ],
    outbox: [{ ...itemFor(alert, { channel, kind, about }, { nowAt, makeId }), notBeforeAt: nowAt + groupWaitMs }],
  };
}

/** A message about an alert to one channel, to be sent at once. */
export function itemFor(
  { dedupKey, incidentId }: Alert,
  message: Pick<OutboxItem, 'channel' | 'kind' | 'about'>,
  { nowAt, makeId }: Pick<OwedParts, 'nowAt' | 'makeId'>,
): OutboxItem {
  return {
    id: makeId(),
    dedupKey,
    ...(incidentId !== undefined && { incidentId }),
    ...message,
    createdAt: nowAt,
    notBeforeAt: nowAt,
    attempts: 0,
    state: 'pending',
  };
}

function together(messages: readonly Message[]): Message {
  return {
    channels: messages.flatMap(({ channels }) => channels),
    outbox: messages.flatMap(({ outbox }) => outbox),
  };
}

function identityOf({ dedupKey, incidentId, service }: Alert, at: number): Omit<NotSent, 'reason' | 'text'> {
  return {
    at,
    dedupKey,
    ...(incidentId !== undefined && { incidentId }),
    ...(service !== undefined && { service }),
  };
}

function toldEntry(
  alert: Alert,
  kind: TimelineEntry['kind'],
  messages: readonly Message[],
  at: number,
): readonly TimelineEntry[] {
  const names = messages.flatMap(({ channels }) => channels.map(({ channel }) => channel));
  return names.length === 0 ? [] : entry(alert, { at, kind, text: `${alert.rule}: to ${names.join(', ')}` });
}

function entry({ incidentId }: Alert, what: Pick<TimelineEntry, 'at' | 'kind' | 'text'>): readonly TimelineEntry[] {
  return incidentId === undefined ? [] : [{ incidentId, ...what }];
}
