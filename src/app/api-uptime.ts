import type { AskedWindow } from '../api/desks/history.ts';
import type { UptimeResource } from '../api/resources/history.ts';
import { rangeResource } from '../api/resources/range.ts';
import type { TimeRange } from '../domain/calendar.ts';
import { sumTallies } from '../domain/check-tally.ts';
import type { Clock } from '../domain/clock.ts';
import type { Service } from '../domain/service.ts';
import type { Store } from '../storage/store.ts';
import { figuresIn, type Past, readPasts } from './history/past.ts';

/** Availability of a service over some windows, and what is left of its error budget. */
export async function readUptime(
  service: Service,
  windows: readonly AskedWindow[],
  { store, clock }: { readonly store: Store; readonly clock: Clock },
): Promise<UptimeResource> {
  const nowAt = clock.now();
  const asked = windows.map((window) => {
    const { label } = window;
    if ('lastMs' in window) return { label, fromAt: nowAt - window.lastMs, toAt: nowAt };
    return { label, fromAt: window.fromAt, toAt: Math.min(window.toAt, nowAt) };
  });
  const whole = {
    fromAt: Math.min(...asked.map(({ fromAt }) => fromAt)),
    toAt: Math.max(...asked.map(({ toAt }) => toAt)),
  };
  const [past] = await readPasts(store, [service], whole);
  return { windows: past === undefined ? [] : asked.map((window) => windowResource(past, window)) };
}

function windowResource(past: Past, { label, ...range }: TimeRange & { readonly label: string }) {
  const { availability, durations, verdict, budget } = figuresIn(past, range, sumTallies([]));
  return {
    label,
    ...rangeResource(range),
    availability: availability.availability ?? null,
    lower: availability.lower ?? null,
    upper: availability.upper ?? null,
    coverage: availability.coverage ?? null,
    down_ms: durations.down,
    verdict: verdict?.verdict ?? null,
    budget: budget === undefined ? null : { left_ms: budget.leftMs, used: budget.used ?? null },
  };
}
