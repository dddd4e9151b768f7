import type { Availability, Durations, ErrorBudget, Verdict } from './availability.ts';
import type { TimeRange } from './calendar.ts';
import type { Outage, Reliability } from './outage.ts';
import type { Combination, Timeline } from './timeline.ts';

/** What was promised for a service or a group. Shares run from 0 to 1. */
export interface Objective {
  readonly availability: number;
  /** `share` of the answers within `underMs`. */
  readonly latency?: { readonly underMs: number; readonly share: number };
  /** Outages that were shorter do not count; 0: all count. */
  readonly minOutageMs: number;
  /** How much of degraded time counts as down. */
  readonly degradedWeight: number;
}

/** Response times of successful checks. Percentiles are nearest-rank, within 1 %; absent below the number that makes them mean something. */
export interface LatencyFigures {
  readonly count: number;
  readonly p50Ms?: number;
  /** From 20 on. */
  readonly p95Ms?: number;
  /** From 100 on. */
  readonly p99Ms?: number;
  /** Checks that ended without an answer in time: in no percentile. */
  readonly timeouts: number;
  /** Of the answers, those within the objective's limit. */
  readonly underShare?: number;
}

/** How checks ended. Never availability: counts know nothing of time. */
export interface CheckCounts {
  readonly healthy: number;
  readonly degraded: number;
  readonly unhealthy: number;
  readonly unknown: number;
}

/** The figures that services and groups have in common. */
export interface Figures {
  readonly durations: Durations;
  readonly availability: Availability;
  readonly objective?: Objective;
  /** Of availability; present where there is an objective. */
  readonly verdict?: Verdict;
  readonly budget?: ErrorBudget;
  readonly reliability: Reliability;
  readonly latency: LatencyFigures;
  /** Of the latency objective; present where there is one. */
  readonly latencyVerdict?: Verdict['verdict'];
  readonly checks: CheckCounts;
}

/** Failures that were never confirmed, and therefore count as up. */
export interface SoftFailure extends TimeRange {
  readonly checks: number;
}

/** A stretch of which nothing is known, and why: a reason of a result, or `not_monitored` where there are none. */
export interface Gap extends TimeRange {
  readonly reason: string;
}

/** A stretch that is left out of service time, cut to the period. */
export interface Exclusion extends TimeRange {
  readonly kind: 'maintenance' | 'pause';
  /** The name of the maintenance window; empty for a pause. */
  readonly name: string;
  readonly by: string;
}

/** A maintenance window that was announced only after it began: it excludes nothing, but what it would make of the figures is shown. */
export interface Adjustment extends TimeRange {
  readonly name: string;
  readonly by: string;
  readonly announcedAt: number;
}

/** One calendar day, or the part of it that lies in the period. */
export interface DayFigures extends TimeRange {
  /** `2026-10-25`, in the report's zone. */
  readonly date: string;
  readonly durations: Durations;
  readonly latency: LatencyFigures;
  /** Of the error budget of the whole period, what was left at the end of the day, ms. */
  readonly budgetLeftMs?: number;
}

/** Everything a report tells of one service. */
export interface ServiceFigures extends Figures {
  readonly service: string;
  /** It is not configured any more. */
  readonly removed?: true;
  readonly group?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly timeline: Timeline;
  readonly outages: readonly Outage[];
  readonly softFailures: readonly SoftFailure[];
  readonly gaps: readonly Gap[];
  readonly exclusions: readonly Exclusion[];
  readonly adjustments: readonly Adjustment[];
  /** What the figures would be if the adjustments counted; present where there are any. */
  readonly adjusted?: { readonly availability: Availability; readonly verdict?: Verdict };
  /** Of the period of the same length just before this one, on the calendar where it is a unit of it. */
  readonly previousLatency?: LatencyFigures;
  readonly days: readonly DayFigures[];
  /**
   * By how much at most checks and latency were counted from, or to, another instant than that of the period or a day, ms;
   * present where single results are gone, and only hours or days are left.
   */
  readonly countsErrorMs?: number;
}

/** How the figures of several services became one. */
export type Aggregation = Combination | 'weighted';

/** Several services seen as one. */
export interface GroupFigures extends Figures {
  readonly kind: 'group' | 'tag' | 'overall';
  /** The group; `team=payments`; `overall`. */
  readonly name: string;
  readonly services: readonly string[];
  readonly aggregation: Aggregation;
}

/** What SLA figures are reported of, and of when. */
export interface SlaReport {
  /** Ends with the present where the period asked for is not over. */
  readonly period: TimeRange & {
    /** `2026-10`, `2026-W47`, `last 30d`, or the two ends. */
    readonly label: string;
    /** An IANA zone: days and months are those of its calendar. */
    readonly timezone: string;
    /** False while the period asked for is not over. */
    readonly complete: boolean;
  };
  /** By name. */
  readonly services: readonly ServiceFigures[];
  /** Groups, then tags, each by name. */
  readonly groups: readonly GroupFigures[];
  readonly overall: GroupFigures;
}
