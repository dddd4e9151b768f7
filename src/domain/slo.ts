import type { TimeRange } from './calendar.ts';
import { type CalendarUnit, periodAround } from './period.ts';
import type { Aggregation, Objective } from './sla-report.ts';

/** Over which stretch of time an objective is looked at: the last so many ms at any time, or a unit of the calendar in the zone of the reports. */
export type SloWindow = { readonly rollingMs: number } | { readonly unit: CalendarUnit };

/** What a service promises. */
export interface Slo {
  readonly objective: Objective;
  readonly window: SloWindow;
  /** Whether it is told when the error budget burns too fast. */
  readonly alert: boolean;
}

/** How the services of a group are seen as one. */
export interface ServiceGroup {
  /** The `group` of its services. */
  readonly name: string;
  readonly aggregation: Aggregation;
  /** By service, where they are weighted; 1 for those that are not here. */
  readonly weights: Readonly<Record<string, number>>;
  readonly slo?: Slo;
}

/** The stretch that an objective is looked at over at an instant: up to that instant, or the unit of the calendar that it lies in, whole. */
export function sloPeriodAt(window: SloWindow, at: number, timezone: string): TimeRange {
  if ('rollingMs' in window) return { fromAt: at - window.rollingMs, toAt: at };
  return periodAround(at, window.unit, timezone);
}
