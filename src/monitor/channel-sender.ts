import type { BoundChannel, Delivery } from '../channels/channel.ts';
import type { OutboxItem } from '../domain/alert.ts';
import { toMessage } from '../domain/alert-message.ts';
import type { Notification } from '../domain/notification.ts';
import { type Sent, type Settled, settle, settleTogether } from '../domain/outbox.ts';
import { reportNotification } from '../domain/report-message.ts';
import { type Batch, ChannelQueue } from './channel-queue.ts';
import type { Publish } from './events.ts';
import type { Ledger } from './ledger.ts';
import { sendDelayMs } from './send-backoff.ts';
import { type SendOnceParts, sendOnce } from './send-once.ts';

export interface ChannelSenderParts extends Omit<SendOnceParts, 'signal'> {
  readonly ledger: Pick<Ledger, 'apply' | 'states'>;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly publish: Publish;
  /** How many services are watched. */
  total(): number;
  /** Most items that wait for a channel. */
  readonly mostItems: number;
}

// A restart with a changed file must not lose what is owed while somebody corrects it.
const keptWithoutChannelMs = 7 * 86_400_000;

/**
 * Tells one channel what it is owed, one message at a time and apart from every other channel: in order, with a deadline
 * per sending, and leaving it alone for longer and longer while it fails.
 */
export class ChannelSender {
  readonly #name: string;
  readonly #parts: ChannelSenderParts;
  readonly #queue: ChannelQueue;
  readonly #stopping = new AbortController();
  #channel: BoundChannel | undefined;
  #sending: Promise<void> | undefined;
  #failures = 0;
  /** Monotonic. */
  #restsUntilAt = Number.NEGATIVE_INFINITY;
  #cancelTimer: () => void = () => {};
  #drain: { readonly deadlineAt: number; readonly done: () => void } | undefined;

  constructor(name: string, parts: ChannelSenderParts) {
    this.#name = name;
    this.#parts = parts;
    this.#queue = new ChannelQueue(parts);
  }

  /** How many items wait, and how many sendings in a row have failed. */
  get state(): { readonly waiting: number; readonly failures: number } {
    return { waiting: this.#queue.size, failures: this.#failures };
  }

  /** Sends through this from now on, at once where it is another one; without a channel everything waits, for a week at most. */
  use(channel: BoundChannel | undefined): void {
    if (channel !== this.#channel) this.#restsUntilAt = Number.NEGATIVE_INFINITY;
    this.#channel = channel;
    const { ledger, clock } = this.#parts;
    if (channel === undefined) ledger.apply(this.#queue.dropOlderThan(clock.now() - keptWithoutChannelMs));
    this.#pump();
  }

  add(items: readonly OutboxItem[]): void {
    for (const item of items) if (item.attempts > 0) this.#rest(item.notBeforeAt - this.#parts.clock.now());
    this.#parts.ledger.apply(this.#queue.add(items));
    this.#pump();
  }

  /** Sends everything without waiting for more to come; resolves when nothing is left that could be sent before that monotonic instant. */
  drain(deadlineAt: number): Promise<void> {
    return new Promise((resolve) => {
      this.#drain = { deadlineAt, done: resolve };
      this.#pump();
    });
  }

  /** Ends what is being sent, which stays owed, and sends nothing any more. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#cancelTimer();
    await this.#sending;
    this.#drain?.done();
  }

  /** Sends what is due, or sees to it that it is looked at when it will be. */
  #pump(): void {
    if (this.#sending !== undefined || this.#stopping.signal.aborted) return;
    this.#cancelTimer();
    const { clock, startTimer } = this.#parts;
    const resting = clock.monotonic() < this.#restsUntilAt;
    const batch = this.#channel && !resting ? this.#take(this.#channel) : undefined;
    if (this.#channel !== undefined && batch !== undefined) {
      this.#sending = this.#send(this.#channel, batch).then(() => {
        this.#sending = undefined;
        this.#pump();
      });
      return;
    }
    const nextAt = this.#nextAt();
    if (nextAt === undefined || nextAt > (this.#drain?.deadlineAt ?? Number.POSITIVE_INFINITY)) this.#endDrain();
    if (nextAt !== undefined) this.#cancelTimer = startTimer(nextAt - clock.monotonic(), () => this.#pump());
  }

  #take({ oneByOne }: BoundChannel): Batch | undefined {
    return this.#queue.take({ hurry: this.#drain !== undefined, oneByOne: oneByOne === true });
  }

  #nextAt(): number | undefined {
    const dueAt = this.#channel && this.#queue.nextDueAt();
    if (dueAt === undefined) return undefined;
    return this.#drain === undefined ? Math.max(dueAt, this.#restsUntilAt) : this.#restsUntilAt;
  }

  #endDrain(): void {
    this.#drain?.done();
    this.#drain = undefined;
  }

  async #send(channel: BoundChannel, batch: Batch): Promise<void> {
    const delivery = await sendOnce(channel, this.#message(batch), { ...this.#parts, signal: this.#stopping.signal });
    if (delivery.outcome === 'retry' && this.#stopping.signal.aborted) return;
    const sent = this.#sentAs(delivery);
    const { ledger, clock, publish } = this.#parts;
    const settled = settleTogether(
      batch.map((item) => {
        const state = ledger.states.channelState(item.dedupKey, this.#name);
        const ending = this.#queue.endingOf(item.dedupKey);
        return settle(item, sent, { nowAt: clock.now(), ...(state && { state }), ...(ending && { ending }) });
      }),
    );
    ledger.apply(settled);
    if (sent.outcome === 'retry') ledger.apply(this.#giveBack(settled.outbox, channel));
    for (const { dedupKey, state } of settled.outbox) if (state === 'dropped') this.#queue.remove(dedupKey);
    const text = sent.outcome === 'delivered' ? (sent.detail ?? 'delivered') : sent.reason;
    publish({
      kind: 'delivery',
      channel: this.#name,
      outcome: sent.outcome,
      dedupKeys: batch.map((item) => item.dedupKey),
      text,
    });
  }

  #giveBack(items: readonly OutboxItem[], { oneByOne }: BoundChannel): Settled {
    return oneByOne ? settleTogether(items.map((item) => this.#queue.giveBackLast(item))) : this.#queue.giveBack(items);
  }

  #sentAs(delivery: Delivery): Sent {
    if (delivery.outcome !== 'retry') {
      this.#failures = 0;
      if (delivery.outcome === 'delivered') this.#queue.gotThrough();
      return delivery;
    }
    this.#failures += 1;
    const { random } = this.#parts;
    const delayMs = sendDelayMs(this.#failures, { random, retryAfterMs: delivery.retryAfterMs });
    this.#rest(delayMs);
    return { outcome: 'retry', reason: delivery.reason, delayMs };
  }

  #rest(ms: number): void {
    this.#restsUntilAt = Math.max(this.#restsUntilAt, this.#parts.clock.monotonic() + Math.min(ms, longestRestMs));
  }

  #message(batch: Batch): Notification {
    const { ledger, clock, total } = this.#parts;
    const [{ kind, report, dedupKey, id: itemId }] = batch;
    if (report !== undefined) return reportNotification(report, { dedupKey, itemId, createdAt: clock.now() });
    const told = new Set(batch.map(({ dedupKey }) => dedupKey));
    const stillFiring = ledger.states.toldTo(this.#name).filter(({ dedupKey }) => !told.has(dedupKey));
    return toMessage(batch, kind === 'test' || kind === 'report' ? 'firing' : kind, {
      createdAt: clock.now(),
      total: total(),
      stillFiring: [...new Set(stillFiring.map(({ about }) => about.name))],
      dropped: this.#queue.dropped,
    });
  }
}

// Longer rests are asked for by nobody who means it, or by a clock that was wrong.
const longestRestMs = 3_600_000;
