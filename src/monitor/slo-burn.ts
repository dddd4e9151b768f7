import {
  areEnoughLooks,
  type Burning,
  type BurnPart,
  type BurnSource,
  burnParts,
  judgeBurn,
  leastAnswers,
  longestBurnMs,
} from '../domain/burn-rate.ts';
import { sloTimeline, spentIn } from '../domain/slo-standing.ts';
import type { Timeline } from '../domain/timeline.ts';
import { type Exclusions, exclusionsOf, type PromisedService } from './slo-history.ts';
import type { SloRecord } from './slo-record.ts';

/** What is promised: that it is there, and that it answers in time. */
export const promises = ['availability', 'latency'] as const;
export type Promised = (typeof promises)[number];

/** One of the alerts on the burning budgets of a service. */
export interface BurnAlert {
  readonly promised: Promised;
  readonly part: BurnPart;
}

/** What was found about one of them. */
export interface BurnFinding extends BurnAlert {
  readonly found: Burning | 'as_before' | 'none';
}

export interface BurnParts {
  readonly record: SloRecord;
  readonly exclusions: Exclusions;
  /** Whether this one has begun already. */
  isOpen(alert: BurnAlert): boolean;
  readonly nowAt: number;
}

/** What is to be said about the burning of a service's budgets. While it pages, no ticket is begun for the same. */
export function burnsOf(service: PromisedService, parts: BurnParts): readonly BurnFinding[] {
  const { record, exclusions, isOpen, nowAt } = parts;
  const { objective } = service.slo;
  const range = { fromAt: nowAt - longestBurnMs, toAt: nowAt };
  const excluded = exclusionsOf(exclusions, service, nowAt);
  const timeline = sloTimeline(range, objective, { ...record.sourcesAt(nowAt), ...excluded });
  const sources: readonly (readonly [Promised, BurnSource])[] = [
    ['availability', availabilitySource(service, timeline, parts)],
    ...(objective.latency
      ? [['latency', latencySource(objective.latency.share, { timeline, service, ...parts })] as const]
      : []),
  ];
  return sources.flatMap(([promised, source]) => {
    let pages = false;
    return burnParts.flatMap((part): readonly BurnFinding[] => {
      const open = isOpen({ promised, part });
      if (pages && !open) return [];
      const found = judgeBurn(part, source, open);
      pages = found !== 'none';
      return [{ promised, part, found }];
    });
  });
}

function availabilitySource(
  { slo, intervalMs }: PromisedService,
  timeline: Timeline,
  { record, nowAt }: BurnParts,
): BurnSource {
  return {
    objective: slo.objective.availability,
    spentOver: (windowMs) => spentIn(timeline, { fromAt: nowAt - windowMs, toAt: nowAt }, slo.objective),
    isEnough: (windowMs) => areEnoughLooks(record.looksOver(windowMs, nowAt), windowMs, intervalMs),
  };
}

interface LatencyParts extends BurnParts {
  readonly timeline: Timeline;
  readonly service: PromisedService;
}

function latencySource(objective: number, { record, nowAt, timeline, service }: LatencyParts): BurnSource {
  return {
    objective,
    spentOver(windowMs) {
      const { answers, slow } = record.answers.over(windowMs, nowAt);
      const { known } = spentIn(timeline, { fromAt: nowAt - windowMs, toAt: nowAt }, service.slo.objective);
      return { bad: slow, total: answers, known };
    },
    isEnough: (windowMs) => record.answers.over(windowMs, nowAt).answers >= leastAnswers,
  };
}
