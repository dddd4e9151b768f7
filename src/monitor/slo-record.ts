import { type Looks, longestBurnMs, quietAfterMs } from '../domain/burn-rate.ts';
import type { CheckResult } from '../domain/check-result.ts';
import type { Incident } from '../domain/incident.ts';
import { outageOf } from '../domain/outage.ts';
import { RecentAnswers } from '../domain/recent-answers.ts';
import type { Trouble } from '../domain/timeline.ts';
import { type Track, type TrackedResult, TrackWriter } from '../domain/track.ts';
import type { PromisedService } from './slo-history.ts';

// As many as a burn rate needs to be believed.
const mostLooks = 3;
// A service that fails now and then has few; more are looked through for what is too old.
const leastPruned = 64;

/** What happened to one service in the last three days, as far as its objective is concerned. Instants are epoch ms. */
export class SloRecord {
  #writer = new TrackWriter();
  #pruneAtSpans = leastPruned;
  #incidents: readonly Incident[] = [];
  /** The starts of the last looks, and of the last that found a failure, newest last. */
  #looks: readonly number[] = [];
  #failures: readonly number[] = [];
  readonly answers = new RecentAnswers();
  #firstAt: number | undefined;
  #lastAt = Number.NEGATIVE_INFINITY;

  /** Takes in a result. Where the wall clock was set back, what seemed to come later is forgotten. */
  add(result: CheckResult, { slo }: PromisedService): void {
    const { startedAt, status, reason, attempts, intervalMs } = result;
    const isLook = attempts.length > 0;
    if (startedAt < this.#lastAt) this.#forgetFrom(startedAt);
    this.#firstAt ??= startedAt;
    this.#lastAt = startedAt;
    this.#track({ startedAt, status, reason, attempts: attempts.length, intervalMs });
    if (!isLook || status === 'unknown') return;
    this.#looks = [...this.#looks.slice(1 - mostLooks), startedAt];
    const isFailure = status === 'unhealthy' || (status === 'degraded' && slo.objective.degradedWeight > 0);
    if (isFailure) this.#failures = [...this.#failures.slice(1 - mostLooks), startedAt];
  }

  /** Opened, changed or closed. */
  addIncident(incident: Incident): void {
    this.#incidents = [...this.#incidents.filter(({ id }) => id !== incident.id), incident];
  }

  /** Puts before what is known already what the store holds of earlier days. */
  prime({ track, incidents }: { readonly track: Track; readonly incidents: readonly Incident[] }): void {
    const own = this.#writer.finish();
    const before = this.#firstAt ?? Number.POSITIVE_INFINITY;
    this.#writer = new TrackWriter();
    this.#writer.join(track.filter(({ fromAt }) => fromAt < before));
    this.#writer.join(own);
    const newer = new Set(this.#incidents.map(({ id }) => id));
    this.#incidents = [...incidents.filter(({ id }) => !newer.has(id)), ...this.#incidents];
  }

  /** Whether nothing was spent for so long that nothing can begin to burn. */
  isQuiet(nowAt: number): boolean {
    const sinceAt = nowAt - quietAfterMs;
    const isRecent = ({ recoveredAt, closedAt }: Incident) => (recoveredAt ?? closedAt ?? nowAt) > sinceAt;
    return !this.#incidents.some(isRecent) && !this.answers.isAnySlowSince(sinceAt);
  }

  /** What it was in the last three days. What is older is forgotten. */
  sourcesAt(nowAt: number): { readonly track: Track; readonly troubles: readonly Trouble[] } {
    const fromAt = nowAt - longestBurnMs;
    this.#incidents = this.#incidents.filter(
      ({ recoveredAt, closedAt }) => (recoveredAt ?? closedAt ?? nowAt) >= fromAt,
    );
    const track = this.#writer.finish();
    // Of a recovery that is not confirmed yet it is more likely that it will be.
    const last = track.at(-1);
    const untilAt = last?.status === 'healthy' ? last.fromAt : nowAt;
    return { track, troubles: this.#incidents.flatMap((incident) => outageOf(incident, [], untilAt).troubles) };
  }

  /** Of the last so many ms, at most three of each. */
  looksOver(windowMs: number, nowAt: number): Looks {
    const within = (at: number) => at > nowAt - windowMs;
    return { all: this.#looks.filter(within).length, failed: this.#failures.filter(within).length };
  }

  #track(result: TrackedResult): void {
    this.#writer.add(result);
    const spans = this.#writer.finish();
    if (spans.length < this.#pruneAtSpans) return;
    const kept = spans.filter(({ toAt }) => toAt > result.startedAt - longestBurnMs);
    this.#pruneAtSpans = Math.max(leastPruned, 2 * kept.length);
    this.#writer = new TrackWriter();
    this.#writer.join(kept);
  }

  #forgetFrom(at: number): void {
    const earlier = this.#writer.finish().filter(({ fromAt }) => fromAt < at);
    this.#writer = new TrackWriter();
    this.#writer.join(earlier.map((span) => (span.toAt > at ? { ...span, toAt: at } : span)));
  }
}
