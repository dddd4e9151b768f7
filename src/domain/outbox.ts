import type { ChannelAlertState, GateReason, NotSent, OutboxItem } from './alert.ts';
import type { TimelineEntry } from './incident.ts';

/** What became of a sending. */
export type Sent =
  | { readonly outcome: 'delivered'; readonly detail?: string }
  | { readonly outcome: 'retry'; readonly reason: string; readonly delayMs: number }
  | { readonly outcome: 'rejected'; readonly reason: string };

/** What settling items adds to a commit. */
export interface Settled {
  readonly outbox: readonly OutboxItem[];
  readonly channels: readonly ChannelAlertState[];
  readonly notSent: readonly NotSent[];
  readonly timeline: readonly TimelineEntry[];
}

export interface SettleContext {
  readonly nowAt: number;
  /** How the channel stands with the alert, as far as it is remembered. */
  readonly state?: ChannelAlertState;
  /** The end of the same alert, where it waits for its turn. */
  readonly ending?: OutboxItem;
}

/** What became of one item, and how its channel stands with the alert then. */
export function settle(item: OutboxItem, sent: Sent, context: SettleContext): Settled {
  const { nowAt } = context;
  const tried = { ...item, attempts: item.attempts + 1 };
  switch (sent.outcome) {
    case 'retry': {
      const again = { ...tried, lastError: sent.reason, notBeforeAt: nowAt + sent.delayMs };
      return { ...nothing, outbox: [again] };
    }
    case 'delivered':
      return {
        ...nothing,
        outbox: [{ ...tried, state: 'delivered', settledAt: nowAt }],
        channels: statesAfter(item, { ...context, accepted: true }),
        timeline: entry(item, { at: nowAt, kind: 'delivered', text: `${label(item)}${detail(sent.detail)}` }),
      };
    case 'rejected':
      return refuse({ ...tried, state: 'rejected', settledAt: nowAt, lastError: sent.reason }, context);
  }
}

/** A refused firing takes its own end with it: nobody is told of the end of what they never heard of. */
function refuse(item: OutboxItem, context: SettleContext): Settled {
  const { nowAt, ending } = context;
  const timeline = entry(item, { at: nowAt, kind: 'rejected', text: `${label(item)}${detail(item.lastError)}` });
  const channels = statesAfter(item, { ...context, accepted: false });
  if (item.kind !== 'firing' || ending === undefined) return { ...nothing, outbox: [item], channels, timeline };
  const text = `${item.channel} refused to be told that it fired`;
  const dropped = drop(ending, { nowAt, reason: 'never_told', text });
  return { ...dropped, outbox: [item, ...dropped.outbox], timeline };
}

interface After extends SettleContext {
  readonly accepted: boolean;
}

/** A report is no alert that a channel could stand with in some way. */
function statesAfter(item: OutboxItem, after: After): readonly ChannelAlertState[] {
  return item.kind === 'report' ? [] : [stateAfter(item, after)];
}

function stateAfter(
  { dedupKey, channel, kind }: OutboxItem,
  { nowAt, state, ending, accepted }: After,
): ChannelAlertState {
  const known = { ...state, dedupKey, channel };
  if (kind === 'acknowledged') return { ...known, state: ending === undefined ? 'firing' : 'resolved_pending' };
  if (kind === 'resolved') return { ...known, state: accepted ? 'resolved' : 'rejected' };
  if (kind === 'firing' && !accepted) return { ...known, state: 'rejected' };
  // A refused reminder counts as told: it is not repeated before its time either.
  return { ...known, state: ending === undefined ? 'firing' : 'resolved_pending', lastToldAt: nowAt };
}

const nothing: Settled = { outbox: [], channels: [], notSent: [], timeline: [] };

/** Two items about the same alert for the same channel: the newer says it all. Where a firing never got through, the end says so. */
export function supersede(
  older: OutboxItem,
  newer: OutboxItem,
  nowAt: number,
): { readonly replaced: OutboxItem; readonly kept: OutboxItem } {
  const unheard = newer.kind === 'resolved' && (older.kind === 'firing' || older.about.firstMention === true);
  return {
    replaced: { ...older, state: 'replaced', settledAt: nowAt },
    kept: unheard ? { ...newer, about: { ...newer.about, firstMention: true } } : newer,
  };
}

/** Whether an item may be dropped when there are too many: only what is over and was never told of. */
export function isDroppable({ kind, about }: OutboxItem): boolean {
  return kind === 'resolved' && about.firstMention === true;
}

/** Gives an item up, and says why. */
export function drop(
  item: OutboxItem,
  { nowAt, reason, text }: { readonly nowAt: number; readonly reason: GateReason; readonly text: string },
): Settled {
  const { dedupKey, channel, incidentId } = item;
  return {
    outbox: [{ ...item, state: 'dropped', settledAt: nowAt, lastError: text }],
    channels: item.kind === 'report' ? [] : [{ dedupKey, channel, state: 'rejected' }],
    notSent: [{ at: nowAt, dedupKey, channel, reason, text, ...(incidentId !== undefined && { incidentId }) }],
    timeline: entry(item, { at: nowAt, kind: 'not_sent', text: `${label(item)}: ${text}` }),
  };
}

/** Several settlings as one. */
export function settleTogether(all: readonly Settled[]): Settled {
  return {
    outbox: all.flatMap(({ outbox }) => outbox),
    channels: all.flatMap(({ channels }) => channels),
    notSent: all.flatMap(({ notSent }) => notSent),
    timeline: all.flatMap(({ timeline }) => timeline),
  };
}

function label({ kind, channel }: OutboxItem): string {
  return `${kind === 'acknowledged' ? 'acknowledgement' : kind} to ${channel}`;
}

function detail(text: string | undefined): string {
  return text === undefined ? '' : `: ${text}`;
}

function entry(
  { incidentId }: OutboxItem,
  what: Pick<TimelineEntry, 'at' | 'kind' | 'text'>,
): readonly TimelineEntry[] {
  return incidentId === undefined ? [] : [{ incidentId, ...what }];
}
