import type { OutboxItem } from '../domain/alert.ts';
import type { Clock } from '../domain/clock.ts';
import { drop, isDroppable, type Settled, settleTogether, supersede } from '../domain/outbox.ts';

/** At least one item, all of one kind: what is sent as one message. */
export type Batch = readonly [OutboxItem, ...OutboxItem[]];

export interface ChannelQueueParts {
  readonly clock: Clock;
  /** Most items that wait; beyond it what is over and was never told of is dropped, oldest first. */
  readonly mostItems: number;
}

/** What may be taken together. */
export interface Taking {
  /** Whether to take what is not due yet, too. */
  readonly hurry: boolean;
  /** Whether the channel is told of one alert at a time. */
  readonly oneByOne: boolean;
}

// More than the longest group_wait or backoff: what claims to be later was written by a clock that was wrong.
const longestWaitMs = 3_600_000;
// Enough for a fleet that fails at once.
const mostPerMessage = 500;

/** What waits to be told to one channel: of each alert the newest item only, in the order they came. */
export class ChannelQueue {
  readonly #parts: ChannelQueueParts;
  readonly #waiting = new Map<string, Waiting>();
  readonly #droppable = new Set<string>();
  #dropped = 0;

  constructor(parts: ChannelQueueParts) {
    this.#parts = parts;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** How many items were dropped since a message last got through. */
  get dropped(): number {
    return this.#dropped;
  }

  /** The end of an alert that waits for its turn. */
  endingOf(dedupKey: string): OutboxItem | undefined {
    const item = this.#waiting.get(dedupKey)?.item;
    return item?.kind === 'resolved' ? item : undefined;
  }

  /** Adds items; what they replace, or push out, is settled. */
  add(items: readonly OutboxItem[]): Settled {
    const settled = items.map((item) => this.#put(item, this.#dueAt(item)));
    return settleTogether([...settled, this.#makeRoom()]);
  }

  /** Takes the oldest item that is due, and all others of its kind with it unless items are told one by one. */
  take({ hurry, oneByOne }: Taking): Batch | undefined {
    const due = this.#firstDue(hurry);
    if (due === undefined) return undefined;
    const batch: Batch = [due, ...(oneByOne || due.kind === 'report' ? [] : this.#othersLike(due))];
    for (const { dedupKey } of batch) this.remove(dedupKey);
    return batch;
  }

  /** Puts items back that could not be sent, before all others; what has replaced them meanwhile is kept. */
  giveBack(items: readonly OutboxItem[]): Settled {
    const newer = [...this.#waiting.values()];
    for (const { item } of newer) this.remove(item.dedupKey);
    const settled = items.map((item) => this.#put(item, this.#dueAt(item)));
    return settleTogether([...settled, ...newer.map(({ item, dueAt }) => this.#put(item, dueAt))]);
  }

  /** Puts an item back behind all others: one that is told by itself and does not get through stands in nobody's way. */
  giveBackLast(item: OutboxItem): Settled {
    const newer = this.#waiting.get(item.dedupKey);
    this.remove(item.dedupKey);
    const settled = this.#put(item, this.#dueAt(item));
    return newer === undefined ? settled : settleTogether([settled, this.#put(newer.item, newer.dueAt)]);
  }

  /** Takes an item out. */
  remove(dedupKey: string): void {
    this.#waiting.delete(dedupKey);
    this.#droppable.delete(dedupKey);
  }

  gotThrough(): void {
    this.#dropped = 0;
  }

  /** Gives up what was made before that instant. */
  dropOlderThan(at: number): Settled {
    const old = [...this.#waiting.values()].filter(({ item }) => item.createdAt < at);
    return this.#drop(
      old.map(({ item }) => item.dedupKey),
      'the channel is not configured any more',
    );
  }

  /** Monotonic instant at which the next item is due; undefined when nothing waits. */
  nextDueAt(): number | undefined {
    let next: number | undefined;
    for (const { dueAt } of this.#waiting.values()) next = Math.min(dueAt, next ?? dueAt);
    return next;
  }

  #firstDue(hurry: boolean): OutboxItem | undefined {
    const now = this.#parts.clock.monotonic();
    for (const { item, dueAt } of this.#waiting.values()) if (hurry || dueAt <= now) return item;
    return undefined;
  }

  #othersLike(first: OutboxItem): readonly OutboxItem[] {
    const others = [...this.#waiting.values()].map(({ item }) => item);
    return others.filter((item) => item.kind === first.kind && item !== first).slice(0, mostPerMessage - 1);
  }

  #put(item: OutboxItem, dueAt: number): Settled {
    const known = this.#waiting.get(item.dedupKey);
    this.remove(item.dedupKey);
    if (known === undefined) {
      this.#set({ item, dueAt });
      return settleTogether([]);
    }
    const { replaced, kept } = supersede(known.item, item, this.#parts.clock.now());
    this.#set({ item: kept, dueAt });
    return { ...settleTogether([]), outbox: kept === item ? [replaced] : [replaced, kept] };
  }

  #set(waiting: Waiting): void {
    const { item } = waiting;
    this.#waiting.set(item.dedupKey, waiting);
    if (isDroppable(item)) this.#droppable.add(item.dedupKey);
  }

  /** Waits are counted on the monotonic clock from when they are first seen. */
  #dueAt({ notBeforeAt }: OutboxItem): number {
    const { clock } = this.#parts;
    return clock.monotonic() + Math.min(longestWaitMs, Math.max(0, notBeforeAt - clock.now()));
  }

  #makeRoom(): Settled {
    const tooMany = this.#waiting.size - this.#parts.mostItems;
    if (tooMany <= 0) return settleTogether([]);
    const keys = [...this.#droppable].slice(0, tooMany);
    this.#dropped += keys.length;
    return this.#drop(keys, `more than ${this.#parts.mostItems} messages were waiting for the channel`);
  }

  #drop(keys: readonly string[], text: string): Settled {
    const nowAt = this.#parts.clock.now();
    const items = keys.flatMap((key) => this.#waiting.get(key)?.item ?? []);
    for (const key of keys) this.remove(key);
    return settleTogether(items.map((item) => drop(item, { nowAt, reason: 'queue_full', text })));
  }
}

interface Waiting {
  readonly item: OutboxItem;
  /** Monotonic. */
  readonly dueAt: number;
}
