import { noChecks, readChecks } from '../../app/history/checks.ts';
import { figuresIn, type Past, type PastStore, readPasts } from '../../app/history/past.ts';
import { type Availability, availabilityOf, type Durations, durationsOf } from '../../domain/availability.ts';
import type { TimeRange } from '../../domain/calendar.ts';
import { type CheckTally, sumTallies } from '../../domain/check-tally.ts';
import { cutBy } from '../../domain/ranges.ts';
import type { Service } from '../../domain/service.ts';
import type { ServiceIdentity } from '../../domain/silence.ts';
import type { Figures, LatencyFigures } from '../../domain/sla-report.ts';
import type { State } from '../../domain/timeline.ts';
import { worstState } from '../../domain/worst-state.ts';
import { spanName } from './slots.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How far back `svcmon history` looks unless it is told, the shortest first, ms. */
export const usualSpansMs: readonly number[] = [dayMs, 7 * dayMs, 30 * dayMs, 90 * dayMs];

/** What a service was like for so long up to now. */
export interface Span extends TimeRange, Figures {
  /** `24h`, `30d`. */
  readonly name: string;
}

/** What a service was like for a short while. */
export interface Slot extends TimeRange {
  /** The worst of it. */
  readonly state: State;
  readonly durations: Durations;
  readonly availability: Availability;
  readonly latency: LatencyFigures;
}

/** The past of a service as `svcmon history` shows it. */
export interface ServiceHistory {
  readonly service: ServiceIdentity;
  readonly past: Past;
  /** The shortest first. */
  readonly spans: readonly Span[];
  /** In the order of time. */
  readonly slots: readonly Slot[];
}

/** What is to be read of the past. */
export interface HistoryQuery {
  readonly spansMs: readonly number[];
  /** The last ends now. */
  readonly slots: readonly TimeRange[];
  readonly nowAt: number;
}

/** Reads the pasts of services, in their order. */
export async function readHistories(
  store: PastStore,
  services: readonly (ServiceIdentity & Pick<Service, 'slo'>)[],
  { spansMs, slots, nowAt }: HistoryQuery,
): Promise<readonly ServiceHistory[]> {
  const [only, another] = services;
  // What is older than the single results are kept is summed up by the hour.
  const spansFromAt = spansMs.map((spanMs) => Math.floor((nowAt - spanMs) / hourMs) * hourMs);
  const query = { slots, spansFromAt, ...(only !== undefined && another === undefined && { service: only.name }) };
  const fromAt = Math.min(nowAt - Math.max(...spansMs), ...slots.map((slot) => slot.fromAt));
  const pasts = await readPasts(store, services, { fromAt, toAt: nowAt });
  const checks = await readChecks(store, query);
  return pasts.map((past) => {
    const { slots: latencies, spans } = checks.get(past.service.name) ?? noChecks(query);
    return {
      service: past.service,
      past,
      spans: spansMs.map((spanMs, index) => spanOf(past, { spanMs, nowAt, tally: spans[index] })),
      slots: slotsWith(past, slots, latencies),
    };
  });
}

function slotsWith(
  { timeline, objective }: Past,
  slots: readonly TimeRange[],
  latencies: readonly LatencyFigures[],
): readonly Slot[] {
  const parts = cutBy(timeline, slots);
  return slots.flatMap((slot, index) => {
    const [part = [], latency] = [parts[index], latencies[index]];
    const durations = durationsOf(part);
    const availability = availabilityOf(durations, objective?.degradedWeight);
    return latency === undefined ? [] : [{ ...slot, state: worstState(part), durations, availability, latency }];
  });
}

interface SpanParts {
  readonly spanMs: number;
  readonly nowAt: number;
  readonly tally?: CheckTally | undefined;
}

function spanOf(past: Past, { spanMs, nowAt, tally = sumTallies([]) }: SpanParts): Span {
  const range = { fromAt: nowAt - spanMs, toAt: nowAt };
  return { name: spanName(spanMs), ...range, ...figuresIn(past, range, tally) };
}
