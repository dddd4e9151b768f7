import { type Availability, availabilityOf, type Durations, type Verdict } from '../../domain/availability.ts';
import type { TimeRange } from '../../domain/calendar.ts';
import type { Reliability } from '../../domain/outage.ts';
import type { DayFigures, Figures, LatencyFigures, Objective } from '../../domain/sla-report.ts';
import { msOrNull, toInstant, toMs } from '../machine-values.ts';
import type { SlaDocument } from './schema.ts';

type Group = SlaDocument['overall'];

/** What services and groups have in common. */
export function figuresDocument(figures: Figures): Omit<Group, 'kind' | 'name' | 'services' | 'aggregation'> {
  const { availability, durations, objective, verdict, budget, reliability, latency, latencyVerdict } = figures;
  const { healthy, degraded, unhealthy, unknown } = figures.checks;
  return {
    objective: objective ? objectiveDocument(objective) : null,
    ...verdictDocument(verdict),
    ...availabilityDocument(availability),
    durations: durationsDocument(durations, availability),
    budget: budget
      ? {
          seconds: secondsOf(budget.budgetMs),
          left_seconds: secondsOf(budget.leftMs),
          used: budget.used ?? null,
        }
      : null,
    ...reliabilityDocument(reliability),
    latency: latencyDocument(latency),
    latency_verdict: latencyVerdict ?? null,
    checks: { healthy, degraded, unhealthy, unknown },
  };
}

function objectiveDocument({ availability, latency, minOutageMs, degradedWeight }: Objective): Group['objective'] {
  return {
    availability,
    latency: latency ? { under_ms: latency.underMs, share: latency.share } : null,
    min_outage_seconds: secondsOf(minOutageMs),
    degraded_weight: degradedWeight,
  };
}

/** A verdict, or none. */
export function verdictDocument(verdict: Verdict | undefined): Pick<Group, 'verdict' | 'estimated'> {
  return { verdict: verdict?.verdict ?? null, estimated: verdict?.estimated ?? null };
}

type Bounds = Pick<Group, 'availability' | 'availability_lower' | 'availability_upper' | 'coverage'>;

/** Availability with its bounds. */
export function availabilityDocument({ availability, lower, upper, coverage }: Availability): Bounds {
  return {
    availability: availability ?? null,
    availability_lower: lower ?? null,
    availability_upper: upper ?? null,
    coverage: coverage ?? null,
  };
}

function durationsDocument(durations: Durations, { serviceMs, measuredMs, downMs }: Availability): Group['durations'] {
  return {
    service_seconds: secondsOf(serviceMs),
    measured_seconds: secondsOf(measuredMs),
    counted_down_seconds: secondsOf(downMs),
    paused_seconds: secondsOf(durations.paused),
    maintenance_seconds: secondsOf(durations.maintenance),
    unknown_seconds: secondsOf(durations.unknown),
    down_seconds: secondsOf(durations.down),
    degraded_seconds: secondsOf(durations.degraded),
    up_seconds: secondsOf(durations.up),
  };
}

function reliabilityDocument({ failures, open, mttrMs, mtbfMs, mttdMs, mttaMs }: Reliability) {
  return {
    incidents_began: failures,
    incidents_open: open,
    mttr_seconds: secondsOrNull(mttrMs),
    mtbf_seconds: secondsOrNull(mtbfMs),
    mttd_seconds: secondsOrNull(mttdMs),
    mtta_seconds: secondsOrNull(mttaMs),
  };
}

/** Latency, percentiles in ms. */
export function latencyDocument({
  count,
  timeouts,
  p50Ms,
  p95Ms,
  p99Ms,
  underShare,
}: LatencyFigures): Group['latency'] {
  return {
    answers: count,
    timeouts,
    p50_ms: msOrNull(p50Ms),
    p95_ms: msOrNull(p95Ms),
    p99_ms: msOrNull(p99Ms),
    under_share: underShare ?? null,
  };
}

/** One calendar day of a service. */
export function dayDocument(
  day: DayFigures,
  objective: Objective | undefined,
): SlaDocument['services'][number]['days'][number] {
  const { date, durations, latency, budgetLeftMs } = day;
  const { from, to } = rangeDocument(day);
  const availability = availabilityOf(durations, objective?.degradedWeight);
  return {
    date,
    from,
    to,
    availability: availability.availability ?? null,
    ...durationsDocument(durations, availability),
    ...latencyDocument(latency),
    budget_left_seconds: secondsOrNull(budgetLeftMs),
  };
}

/** A stretch of time and how long it is. */
export function rangeDocument({ fromAt, toAt }: TimeRange) {
  return { from: toInstant(fromAt), to: toInstant(toAt), seconds: secondsOf(toAt - fromAt) };
}

/** Ms as seconds to the millisecond. */
export function secondsOf(ms: number): number {
  return toMs(Math.round(ms) / 1_000);
}

function secondsOrNull(ms: number | undefined): number | null {
  return ms === undefined ? null : secondsOf(ms);
}
