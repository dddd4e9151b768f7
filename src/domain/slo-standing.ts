import { type Availability, availabilityOf, durationsOf, type ErrorBudget, errorBudgetOf } from './availability.ts';
import { burnRateOf, burnTiers, type Spent } from './burn-rate.ts';
import type { TimeRange } from './calendar.ts';
import { type Forecast, forecastBases, forecastOf } from './forecast.ts';
import { countedTroubles } from './min-outage.ts';
import { type PercentileSketch, shareUpTo } from './percentile-sketch.ts';
import { cutBy } from './ranges.ts';
import type { MaintenanceWindow } from './silence.ts';
import { announcedIn, windowRange } from './sla-lists.ts';
import type { Objective } from './sla-report.ts';
import { type Slo, type SloWindow, sloPeriodAt } from './slo.ts';
import { type Timeline, type Trouble, timelineOf } from './timeline.ts';
import type { Track } from './track.ts';

/** What an objective is judged by. Everything may reach beyond the period. */
export interface SloSources {
  readonly track: Track;
  readonly troubles: readonly Trouble[];
  /** Those that match the service. */
  readonly windows: readonly MaintenanceWindow[];
  readonly pauses: readonly TimeRange[];
}

/** The timeline that counts for an objective: without maintenance that was announced too late, and without outages that are too short. */
export function sloTimeline(period: TimeRange, objective: Objective, sources: SloSources): Timeline {
  const { track, pauses } = sources;
  const troubles = countedTroubles(sources.troubles, objective);
  const maintenance = sources.windows.filter(announcedIn).map(windowRange);
  return timelineOf(period, { track, troubles, maintenance, pauses });
}

/** What a timeline shows to be spent over a part of it. */
export function spentIn(timeline: Timeline, range: TimeRange, { degradedWeight }: Objective): Spent {
  const { downMs, measuredMs } = availabilityOf(durationsOf(cutBy(timeline, [range])[0] ?? []), degradedWeight);
  return { bad: downMs, total: measuredMs, known: measuredMs / (range.toAt - range.fromAt) };
}

/** How a service stands with its objective at an instant. */
export interface SloStanding {
  readonly window: SloWindow;
  /** The last so many days, or the unit of the calendar as far as it has come. */
  readonly period: TimeRange;
  readonly availability: Availability;
  /** Of the whole period, what is to come of a calendar unit included. */
  readonly budget: ErrorBudget;
  /** What is left of the budget, 1 for all of it; negative when overspent, absent where there is none. */
  readonly leftShare?: number;
  /** Over the windows of the burn-rate alerts, the shortest first; a rate is absent where less than half of its window is known. */
  readonly burnRates: readonly { readonly windowMs: number; readonly burn?: number }[];
  readonly forecasts: readonly Forecast[];
  /** Present where a response time is promised. */
  readonly latency?: LatencyStanding;
}

/** How a service stands with its latency objective. */
export interface LatencyStanding {
  /** Answers in the period. */
  readonly count: number;
  /** Of them, those within the limit; absent without answers. */
  readonly underShare?: number;
  /** What is left of what may be slower, 1 for all of it; negative when overspent, absent where nothing may be. */
  readonly leftShare?: number;
}

export interface StandingContext {
  readonly nowAt: number;
  /** An IANA zone. */
  readonly timezone: string;
}

/** How a service stands with what was promised. The sources reach back to the beginning of its period and three days at least; `answers` are those of the period. */
export function sloStandingOf(
  { objective, window }: Slo,
  sources: SloSources & { readonly answers?: PercentileSketch },
  { nowAt, timezone }: StandingContext,
): SloStanding {
  const whole = sloPeriodAt(window, nowAt, timezone);
  const period = { fromAt: whole.fromAt, toAt: nowAt };
  const timelineFromAt = Math.min(period.fromAt, nowAt - longestMs);
  const timeline = sloTimeline({ fromAt: timelineFromAt, toAt: nowAt }, objective, sources);
  const availability = availabilityOf(durationsOf(cutBy(timeline, [period])[0] ?? []), objective.degradedWeight);
  const toComeMs = Math.max(0, whole.toAt - nowAt);
  const budgetForMs = availability.serviceMs + toComeMs;
  const budget = errorBudgetOf({ ...availability, serviceMs: budgetForMs }, objective.availability);
  const leftShare = budget.budgetMs > 0 ? budget.leftMs / budget.budgetMs : undefined;
  const burnOver = (windowMs: number) =>
    burnRateOf(spentIn(timeline, { fromAt: nowAt - windowMs, toAt: nowAt }, objective), objective.availability);
  const remainingMs = 'rollingMs' in window ? window.rollingMs : toComeMs;
  return {
    window,
    period,
    availability,
    budget,
    ...(leftShare !== undefined && { leftShare }),
    burnRates: burnWindows.map((windowMs) => withRate(windowMs, burnOver(windowMs))),
    forecasts: forecastBases.map((basisMs) => {
      const left = leftShare ?? (budget.leftMs < 0 ? -1 : 1);
      return forecastOf({ basisMs, burn: burnOver(basisMs), leftShare: left, budgetForMs, remainingMs });
    }),
    ...(objective.latency && { latency: latencyStanding(objective.latency, sources.answers) }),
  };
}

const burnWindows = [...new Set(burnTiers.flatMap(({ shortMs, longMs }) => [shortMs, longMs]))].sort((a, b) => a - b);
const longestMs = Math.max(...burnWindows, ...forecastBases);

function withRate(windowMs: number, burn: number | undefined): SloStanding['burnRates'][number] {
  return { windowMs, ...(burn !== undefined && { burn }) };
}

function latencyStanding(
  { underMs, share }: NonNullable<Objective['latency']>,
  answers: PercentileSketch | undefined,
): LatencyStanding {
  const underShare = answers && shareUpTo(answers, underMs);
  if (answers === undefined || underShare === undefined) return { count: 0 };
  const leftShare = share < 1 ? 1 - (1 - underShare) / (1 - share) : undefined;
  return { count: answers.count, underShare, ...(leftShare !== undefined && { leftShare }) };
}
