import type { NotSent, OutboxItem } from '../../domain/alert.ts';
import { toPlainLine } from '../../domain/plain-text.ts';
import type { Destination } from '../../domain/routes.ts';
import type { WallTime } from '../wall-time.ts';
import type { AlertStory } from './alert-stories.ts';
import { fateOf } from './message-wording.ts';

/** What one channel's sentences are made of, beside the story. */
export interface ChannelView {
  readonly name: string;
  readonly isConfigured: boolean;
  /** Absent where no route leads the alert to it; `unknown` where the routes cannot be read. */
  readonly destination?: Destination | 'unknown';
  /** Who has acknowledged the incident. */
  readonly acknowledgedBy?: string;
}

/** Why a channel was told, or was not, in the order in which it happened; at least one sentence, without its subject. */
export function channelSentences(story: AlertStory, channel: ChannelView, time: WallTime): readonly string[] {
  const messages = story.messages.filter((item) => item.channel === channel.name);
  const decisions = story.notSent.filter((one) => one.channel === undefined || one.channel === channel.name);
  const toldAt = firstToldAt(messages);
  const happened = [
    ...withoutRepetition(messages, time),
    ...decisions
      .filter((decision) => !isToldByMessage(decision, messages))
      .map((decision) => ({ at: decision.at, text: decisionText(decision, { toldAt, time }) })),
  ].toSorted((a, b) => a.at - b.at);
  const sentences = happened.map(({ text }) => text);
  const outlook = outlookOf(story, channel, { time, isSilent: sentences.length === 0 });
  return outlook === undefined ? sentences : [...sentences, outlook];
}

interface Happened {
  /** Epoch ms. */
  readonly at: number;
  readonly text: string;
}

const phrases: Record<OutboxItem['kind'], { readonly done: string; readonly open: string }> = {
  firing: { done: 'was told of it', open: 'is to be told of it' },
  reminder: { done: 'was reminded of it', open: 'is to be reminded of it' },
  acknowledged: { done: 'was told that it is acknowledged', open: 'is to be told that it is acknowledged' },
  resolved: { done: 'was told that it is over', open: 'is to be told that it is over' },
  test: { done: 'was sent a test', open: 'is to be sent a test' },
  report: { done: 'was sent a report', open: 'is to be sent a report' },
};

/** Reminders that got through are counted: of a long night there are many. */
function withoutRepetition(messages: readonly OutboxItem[], time: WallTime): readonly Happened[] {
  const reminded = messages.filter(({ kind, state }) => kind === 'reminder' && state === 'delivered');
  const last = reminded.at(-1);
  const others = messages.filter((item) => item === last || !reminded.includes(item));
  return others.map((item) => ({
    at: item.createdAt,
    text: item === last && reminded.length > 1 ? remindedText(reminded.length, item, time) : messageText(item, time),
  }));
}

function remindedText(count: number, { settledAt }: OutboxItem, time: WallTime): string {
  return `was reminded of it ${count} times${settledAt === undefined ? '' : `, the last at ${time.at(settledAt)}`}`;
}

function messageText(item: OutboxItem, time: WallTime): string {
  const { kind, state, settledAt, attempts } = item;
  if (state === 'pending') return `${phrases[kind].open}: ${fateOf(item, time)}`;
  if (state !== 'delivered') return `${phrases[kind].done.replace('was ', 'was not ')}: ${fateOf(item, time)}`;
  const when = settledAt === undefined ? '' : ` at ${time.at(settledAt)}`;
  return `${phrases[kind].done}${when}${attempts > 1 ? `, after ${attempts} attempts` : ''}`;
}

function firstToldAt(messages: readonly OutboxItem[]): number | undefined {
  return messages.find(({ kind, state }) => kind === 'firing' && state === 'delivered')?.settledAt;
}

/** A message that was dropped says so itself. */
function isToldByMessage({ reason }: NotSent, messages: readonly OutboxItem[]): boolean {
  return reason === 'queue_full' && messages.some(({ state }) => state === 'dropped');
}

function decisionText(
  { at, reason, text }: NotSent,
  { toldAt, time }: { readonly toldAt: number | undefined; readonly time: WallTime },
): string {
  const isReminder = reason === 'acknowledged' || (toldAt !== undefined && toldAt <= at);
  const what = isReminder ? 'was not reminded' : 'was not told of it';
  const why = time.inText(toPlainLine(text)).replace(/^suppressed: /, '');
  return `${reason === 'never_told' ? 'was not told that it is over' : what} at ${time.at(at)}: ${why}`;
}

/** What comes next; or why nothing has happened at all. */
function outlookOf(
  { isOpen, channels }: AlertStory,
  { name, isConfigured, destination, acknowledgedBy }: ChannelView,
  { time, isSilent }: { readonly time: WallTime; readonly isSilent: boolean },
): string | undefined {
  if (!isConfigured) return 'is not configured any more';
  if (destination === 'unknown') {
    return isSilent ? 'was told nothing; whether a route leads there cannot be read from the configuration' : undefined;
  }
  if (destination === undefined) return isSilent ? 'is not told of it: no route leads there' : undefined;
  const state = channels.find(({ channel }) => channel === name);
  if (!isOpen || state?.state !== 'firing' || state.lastToldAt === undefined) {
    return isSilent ? 'was told nothing' : undefined;
  }
  if (acknowledgedBy !== undefined) return `is not reminded: acknowledged by ${toPlainLine(acknowledgedBy)}`;
  const dueAt = state.lastToldAt + destination.repeatIntervalMs;
  return Number.isFinite(dueAt) ? `is next reminded at ${time.at(dueAt)}` : 'is not reminded: repeat_interval is 0';
}
