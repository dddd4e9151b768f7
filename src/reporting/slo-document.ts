import { durationToConfig } from '../domain/duration.ts';
import type { Slo } from '../domain/slo.ts';
import type { SloStanding } from '../domain/slo-standing.ts';
import { toInstant } from './machine-values.ts';
import { secondsOf } from './sla/figures-document.ts';
import type { SloDocument } from './status-schema.ts';

/** How a service stands with what it promises, as plain data. */
export function sloDocument({ objective }: Slo, standing: SloStanding): SloDocument {
  const { window, period, availability, budget, leftShare, burnRates, latency } = standing;
  const goneInMs = exhaustedInMs(standing);
  return {
    objective: objective.availability,
    window: 'unit' in window ? window.unit : durationToConfig(window.rollingMs),
    from: toInstant(period.fromAt),
    availability: availability.availability ?? null,
    budget_seconds: secondsOf(budget.budgetMs),
    budget_left_seconds: secondsOf(budget.leftMs),
    budget_left: leftShare ?? null,
    burn_rates: burnRates.map(({ windowMs, burn }) => ({
      window_seconds: secondsOf(windowMs),
      burn_rate: burn === undefined || burn === Number.POSITIVE_INFINITY ? null : burn,
    })),
    exhausted_in_seconds: goneInMs === undefined ? null : secondsOf(goneInMs),
    latency:
      objective.latency === undefined
        ? null
        : {
            under_ms: objective.latency.underMs,
            objective: objective.latency.share,
            answers: latency?.count ?? 0,
            under_share: latency?.underShare ?? null,
            budget_left: latency?.leftShare ?? null,
          },
  };
}

// What a forecast is made from: long enough for one outage not to be all of it.
const forecastBasisMs = 86_400_000;

/** When it is exhausted if the last day goes on, absent where it lasts. */
export function exhaustedInMs({ forecasts }: SloStanding): number | undefined {
  return forecasts.find(({ basisMs }) => basisMs === forecastBasisMs)?.goneInMs;
}
