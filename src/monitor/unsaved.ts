import type { CheckResult } from '../domain/check-result.ts';
import type { Commit } from '../storage/store.ts';

/** Some of a commit; what is not mentioned is empty. */
export type CommitPart = Partial<Commit>;

/** What was decided and is not yet stored. */
export interface Unsaved {
  add(part: CommitPart): void;
  /** Everything, to be stored, and no longer held; undefined where there is nothing. */
  take(): Commit | undefined;
  /** Holds again what could not be stored, as older than all that came since. */
  putBack(commit: Commit): void;
}

// What goes beyond is history that nobody can look at meanwhile; states are never given up.
const mostPutBack = 20_000;

/**
 * Collects parts of commits. Of what replaces something when it is stored only the newest is held, so that a store that
 * stays away for days costs no more than the states themselves; of results and of lines that could not be stored the
 * newest 20,000 are held.
 */
export function createUnsaved(): Unsaved {
  let held = new Pile();
  return {
    add: (part) => held.put(part),
    take() {
      const taken = held;
      held = new Pile();
      return taken.commit();
    },
    putBack(commit) {
      const newer = held.commit();
      held = new Pile();
      held.put(newestOf(commit));
      if (newer !== undefined) held.put(newer);
    },
  };
}

/** A commit in the making. */
class Pile {
  readonly #results: CheckResult[] = [];
  readonly #timeline: Commit['timeline'][number][] = [];
  readonly #notSent: Commit['notSent'][number][] = [];
  readonly #health = new Map<string, Commit['health'][number]>();
  readonly #incidents = new Map<string, Commit['incidents'][number]>();
  readonly #alerts = new Map<string, Commit['alerts'][number]>();
  readonly #channels = new Map<string, Commit['channels'][number]>();
  readonly #outbox = new Map<string, Commit['outbox'][number]>();
  readonly #heartbeats = new Map<string, NonNullable<Commit['heartbeats']>[number]>();
  #listening: Commit['listening'];
  readonly #reportMarks = new Map<string, NonNullable<Commit['reportMarks']>[number]>();
  #isEmpty = true;

  put(part: CommitPart): void {
    this.#isEmpty &&= Object.values(part).every(({ length }) => length === 0);
    append(this.#results, part.results);
    append(this.#timeline, part.timeline);
    append(this.#notSent, part.notSent);
    replace(this.#health, part.health, ({ service }) => service);
    replace(this.#incidents, part.incidents, ({ id }) => id);
    replace(this.#alerts, part.alerts, ({ dedupKey }) => dedupKey);
    replace(this.#channels, part.channels, ({ channel, dedupKey }) => `${channel}\n${dedupKey}`);
    replace(this.#outbox, part.outbox, ({ id }) => id);
    replace(this.#heartbeats, part.heartbeats, ({ service }) => service);
    this.#listening = part.listening ?? this.#listening;
    replace(this.#reportMarks, part.reportMarks, ({ schedule }) => schedule);
  }

  commit(): Commit | undefined {
    if (this.#isEmpty) return undefined;
    return {
      results: this.#results,
      health: [...this.#health.values()],
      incidents: [...this.#incidents.values()],
      timeline: this.#timeline,
      alerts: [...this.#alerts.values()],
      channels: [...this.#channels.values()],
      outbox: [...this.#outbox.values()],
      notSent: this.#notSent,
      ...(this.#heartbeats.size > 0 && { heartbeats: [...this.#heartbeats.values()] }),
      ...(this.#listening !== undefined && { listening: this.#listening }),
      ...(this.#reportMarks.size > 0 && { reportMarks: [...this.#reportMarks.values()] }),
    };
  }
}

function append<Item>(list: Item[], items: readonly Item[] = []): void {
  for (const item of items) list.push(item);
}

function replace<Item>(map: Map<string, Item>, items: readonly Item[] = [], keyOf: (item: Item) => string): void {
  for (const item of items) map.set(keyOf(item), item);
}

function newestOf(commit: Commit): Commit {
  return {
    ...commit,
    results: commit.results.slice(-mostPutBack),
    timeline: commit.timeline.slice(-mostPutBack),
    notSent: commit.notSent.slice(-mostPutBack),
  };
}
