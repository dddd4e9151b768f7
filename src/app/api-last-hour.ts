import type { TimeRange } from '../domain/calendar.ts';
import { cutBy } from '../domain/ranges.ts';
import { type State, type Timeline, type Trouble, timelineOf } from '../domain/timeline.ts';
import { type Track, type TrackedResult, TrackWriter } from '../domain/track.ts';
import { statesWorstFirst } from '../domain/worst-state.ts';

const minuteMs = 60_000;
const slots = 60;
const hourMs = slots * minuteMs;

/** What a service was over a minute. */
export interface MinuteSlot {
  /** The worst of it; null where there is nothing. */
  readonly state: State | null;
  readonly checks: number;
}

/** What explains the results of an hour. Everything may reach beyond it. */
export interface HourContext {
  readonly troubles: readonly Trouble[];
  readonly maintenance: readonly TimeRange[];
  readonly pauses: readonly TimeRange[];
}

/** The results of one service over the last hour, of whatever interval, in little room. */
export class LastHour {
  #writer = new TrackWriter();
  #lastAt = Number.NEGATIVE_INFINITY;
  #prunedAt = 0;
  readonly #minutes = new Map<number, number>();

  /** One that is not later than the last is known already. */
  add(result: TrackedResult): void {
    const { startedAt } = result;
    if (startedAt <= this.#lastAt) return;
    this.#lastAt = startedAt;
    this.#prune(startedAt);
    this.#writer.add(result);
    if (result.attempts === 0) return;
    const minute = Math.floor(startedAt / minuteMs);
    this.#minutes.set(minute, (this.#minutes.get(minute) ?? 0) + 1);
  }

  /** What it was over these minutes, which follow each other. */
  slotsOf(minutes: readonly TimeRange[], { troubles, maintenance, pauses }: HourContext): readonly MinuteSlot[] {
    const range = { fromAt: minutes[0]?.fromAt ?? 0, toAt: minutes.at(-1)?.toAt ?? 0 };
    const track = this.#writer.finish();
    const timeline = timelineOf(range, { track, troubles, maintenance, pauses });
    const unseen = track.filter(({ status }) => status === 'unknown');
    const [first, second] = timeline;
    const whole = first !== undefined && second === undefined && unseen.length === 0 ? first.state : undefined;
    const states = whole === undefined ? worstOf(timeline, unseen, minutes) : undefined;
    const always = whole === undefined || whole === 'unknown' ? null : whole;
    return minutes.map(({ fromAt }, index) => ({
      state: states === undefined ? always : (states[index] ?? null),
      checks: this.#minutes.get(Math.floor(fromAt / minuteMs)) ?? 0,
    }));
  }

  #prune(nowAt: number): void {
    if (nowAt - this.#prunedAt < hourMs) return;
    this.#prunedAt = nowAt;
    const fromAt = nowAt - hourMs - minuteMs;
    const kept: Track = this.#writer.finish().filter(({ toAt }) => toAt > fromAt);
    this.#writer = new TrackWriter();
    this.#writer.join(kept);
    for (const minute of this.#minutes.keys()) if (minute * minuteMs < fromAt) this.#minutes.delete(minute);
  }
}

function worstOf(timeline: Timeline, unseen: Track, minutes: readonly TimeRange[]): readonly (State | undefined)[] {
  const parts = cutBy(timeline, minutes);
  const gaps = cutBy(unseen, minutes);
  return parts.map((part, index) => {
    const isUnseen = gaps[index]?.length !== 0;
    // Where there is no result at all, there is nothing that could be said.
    const held = part.map(({ state }) => state).filter((state) => state !== 'unknown' || isUnseen);
    return statesWorstFirst.find((worst) => held.includes(worst));
  });
}

/** Sixty minutes, the present one included as far as it has come, oldest first. */
export function minutesUpTo(nowAt: number): readonly TimeRange[] {
  const lastAt = Math.floor(nowAt / minuteMs) * minuteMs;
  return Array.from({ length: slots }, (_slot, index) => {
    const fromAt = lastAt - (slots - 1 - index) * minuteMs;
    return { fromAt, toAt: Math.min(fromAt + minuteMs, Math.max(nowAt, fromAt + 1)) };
  });
}
