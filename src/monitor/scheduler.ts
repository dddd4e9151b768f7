import type { Clock } from '../domain/clock.ts';
import { fractionOf, type SlotPlan, slotAfter, slotPlan, slotsBetween } from '../domain/slots.ts';
import type { StartTimer } from '../resilience/timer.ts';
import { createDueQueue } from './due-queue.ts';
import { createSleepWatch, type SleepWatch, type SleepWatchParts } from './sleep-watch.ts';

/** What is run on schedule. */
export interface Scheduled {
  readonly name: string;
  readonly intervalMs: number;
}

/** Slots of one item in which it was not looked at. */
export interface MissedSlots {
  readonly count: number;
  /** Epoch ms of the last of them, on the schedule's axis. */
  readonly lastAt: number;
  /** `overrun`: its own run was still going on; `late`: every worker was busy; `asleep`: the machine or the process stood still. */
  readonly why: 'overrun' | 'late' | 'asleep';
}

export interface SchedulerParts<Item extends Scheduled> extends SleepWatchParts {
  readonly clock: Clock;
  readonly startTimer: StartTimer;
  readonly maxWorkers: number;
  /** Runs one item for the slot at `slotAt`, epoch ms. Must not reject. */
  run(item: Item, slotAt: number): Promise<void>;
  missed(item: Item, slots: MissedSlots): void;
  /** Told when the machine or the process stood still, before anything runs again. */
  woke(asleepMs: number): void;
}

export interface SchedulerState {
  readonly running: number;
  readonly waiting: number;
  /** Monotonic ms of when it last looked at what is due. */
  readonly tickedAt: number;
  /** Until the next slot, ms; absent without items. */
  readonly nextInMs?: number;
}

interface Entry<Item> {
  item: Item;
  readonly plan: SlotPlan;
  /** The slot it waits or runs for, or has last run for. */
  slotAt: number;
  state: 'idle' | 'waiting' | 'running';
  removed: boolean;
  /** To be run once more as soon as its run under way has ended. */
  again: boolean;
}

// First looks, and those after a sleep, are spread over this long: soon, and not all at once.
const spreadMs = 10_000;
// However far away the next slot is, a sleep is noticed this soon.
const longestNapMs = 1_000;
// So many begin in one turn of the event loop, however many are late: where this process is the bottleneck, a thousand at
// once would all wait for each other, and look as if their targets were slow. A millisecond's work, and a turn takes one.
const mostPerTurn = 8;

/** Decides when: at a fixed rate on the monotonic clock, first come first served, never two runs of one item at once. Idle until it has items. */
export class Scheduler<Item extends Scheduled> {
  readonly #parts: SchedulerParts<Item>;
  // The schedule's axis: the wall clock as it was at the start, moved on by the monotonic clock alone.
  readonly #axisOffset: number;
  readonly #sleptMs: SleepWatch;
  readonly #due = createDueQueue<Entry<Item>>();
  readonly #entries = new Map<string, Entry<Item>>();
  readonly #waiting = new Set<Entry<Item>>();
  #running = 0;
  #stopped: (() => void) | undefined;
  #tickedAt: number;
  #nappingMs = 0;
  #cancelTimer = () => {};

  constructor(parts: SchedulerParts<Item>) {
    this.#parts = parts;
    this.#axisOffset = parts.clock.now() - parts.clock.monotonic();
    this.#sleptMs = createSleepWatch(parts);
    this.#tickedAt = parts.clock.monotonic();
  }

  /** Begins with these items, or goes on with these instead: those whose name and interval stay keep their slots. */
  schedule(items: readonly Item[]): void {
    const now = this.#now();
    const names = new Set(items.map(({ name }) => name));
    for (const entry of this.#entries.values()) if (!names.has(entry.item.name)) this.#remove(entry);
    for (const item of items) this.#put(item, now);
    // Nobody was watching until now.
    this.#sleptMs(Number.POSITIVE_INFINITY);
    this.#nap();
  }

  /** Runs an item as soon as a worker is free, beside its slots; while it runs, once more after that. Nothing for an unknown name. */
  hasten(name: string): void {
    const entry = this.#entries.get(name);
    if (entry === undefined || this.#stopped) return;
    if (entry.state === 'running') entry.again = true;
    if (entry.state === 'idle') this.#wait(entry, this.#now());
    this.#nap();
  }

  /** Begins no further run; resolves when the last one has ended. */
  async stop(): Promise<void> {
    this.#cancelTimer();
    this.#waiting.clear();
    await new Promise<void>((resolve) => {
      this.#stopped = resolve;
      if (this.#running === 0) resolve();
    });
  }

  state(): SchedulerState {
    const nextAt = this.#due.nextDueAt();
    return {
      running: this.#running,
      waiting: this.#waiting.size,
      tickedAt: this.#tickedAt,
      ...(nextAt !== undefined && { nextInMs: Math.max(0, nextAt - this.#now()) }),
    };
  }

  #now(): number {
    return this.#parts.clock.monotonic() + this.#axisOffset;
  }

  #put(item: Item, now: number): void {
    const known = this.#entries.get(item.name);
    if (known?.plan.intervalMs === item.intervalMs) {
      known.item = item;
      return;
    }
    if (known) this.#remove(known);
    const entry: Entry<Item> = {
      item,
      plan: slotPlan(item.name, item.intervalMs),
      slotAt: now,
      state: 'idle',
      removed: false,
      again: false,
    };
    this.#entries.set(item.name, entry);
    this.#due.push(entry, firstLookAt(entry, now));
  }

  /** Its run under way goes on; nothing follows. */
  #remove(entry: Entry<Item>): void {
    entry.removed = true;
    this.#entries.delete(entry.item.name);
    this.#waiting.delete(entry);
  }

  #nap(): void {
    this.#cancelTimer();
    const nextAt = this.#due.nextDueAt();
    if (this.#stopped || nextAt === undefined) return;
    const napMs = this.#mayBegin() ? 0 : Math.min(longestNapMs, Math.max(0, nextAt - this.#now()));
    this.#nappingMs = napMs;
    this.#cancelTimer = this.#parts.startTimer(napMs, () => this.#tick(napMs));
  }

  #tick(nappedMs: number): void {
    const now = this.#now();
    this.#tickedAt = this.#parts.clock.monotonic();
    const asleepMs = this.#sleptMs(nappedMs);
    if (asleepMs > 0) this.#wake(asleepMs, now);
    for (let next = this.#due.popDue(now); next !== undefined; next = this.#due.popDue(now)) {
      if (!next.item.removed) this.#come(next.item, next.dueAt, now);
    }
    this.#beginWaiting();
    this.#nap();
  }

  /** One round of looks, spread as at the start; whatever should have been looked at meanwhile is missed. */
  #wake(asleepMs: number, now: number): void {
    this.#parts.woke(asleepMs);
    this.#due.clear();
    for (const entry of this.#entries.values()) {
      const count = slotsBetween(now - asleepMs, now, entry.plan);
      if (count > 0) this.#parts.missed(entry.item, { count, lastAt: now, why: 'asleep' });
      this.#due.push(entry, firstLookAt(entry, now));
    }
  }

  /** A slot of an entry has come: it waits for a worker, unless its own run is still going on. */
  #come(entry: Entry<Item>, slotAt: number, now: number): void {
    const { item, plan, state } = entry;
    // A first look stands for the slot that would follow on its heels.
    const standsForMs = slotAt % plan.intervalMs === plan.phaseMs ? 0 : plan.intervalMs / 2;
    const skipped = slotsBetween(slotAt + standsForMs, now, plan);
    this.#due.push(entry, slotAfter(now + standsForMs, plan));
    if (state === 'running') {
      this.#parts.missed(item, { count: 1 + skipped, lastAt: now, why: 'overrun' });
      return;
    }
    // Of several slots only the latest is still of interest.
    const missed = skipped + (state === 'waiting' ? 1 : 0);
    if (missed > 0) this.#parts.missed(item, { count: missed, lastAt: slotAt, why: 'late' });
    this.#wait(entry, slotAt);
  }

  #wait(entry: Entry<Item>, slotAt: number): void {
    entry.slotAt = slotAt;
    entry.state = 'waiting';
    this.#waiting.add(entry);
  }

  #mayBegin(): boolean {
    return this.#waiting.size > 0 && this.#running < this.#parts.maxWorkers;
  }

  #beginWaiting(): void {
    let begun = 0;
    for (const entry of this.#waiting) {
      if (this.#stopped || begun === mostPerTurn || !this.#mayBegin()) return;
      this.#waiting.delete(entry);
      this.#begin(entry);
      begun += 1;
    }
  }

  #begin(entry: Entry<Item>): void {
    entry.state = 'running';
    this.#running += 1;
    const ended = () => {
      this.#running -= 1;
      entry.state = 'idle';
      if (entry.again && !entry.removed) this.#wait(entry, this.#now());
      entry.again = false;
      if (this.#running === 0) this.#stopped?.();
      if (this.#nappingMs > 0 && this.#mayBegin()) this.#nap();
    };
    this.#parts.run(entry.item, entry.slotAt).then(ended, ended);
  }
}

/** Soon, spread over the interval or ten seconds, in the order in which the slots will go on. */
function firstLookAt<Item extends Scheduled>({ item, plan }: Entry<Item>, now: number): number {
  return now + fractionOf(item.name) * Math.min(plan.intervalMs, spreadMs);
}
