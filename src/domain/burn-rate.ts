import type { Severity } from './check-result.ts';

/** What was spent of an error budget over some stretch of time: in ms of downtime, or in answers that were too slow. */
export interface Spent {
  readonly bad: number;
  /** Of so much that is known. */
  readonly total: number;
  /** How much of the stretch is known, from 0 to 1. */
  readonly known: number;
}

const leastKnown = 0.5;

/**
 * How many times as fast as its objective allows a budget is spent: 1 spends all of it in just the objective's window, and what
 * allows no failure at all is spent infinitely fast by any. Absent where less than half of the stretch is known.
 * `objective` from 0 to 1.
 */
export function burnRateOf({ bad, total, known }: Spent, objective: number): number | undefined {
  if (known < leastKnown || total === 0) return undefined;
  if (bad === 0) return 0;
  return objective >= 1 ? Number.POSITIVE_INFINITY : bad / total / (1 - objective);
}

/** `page` wakes somebody, `ticket` can wait for the day. */
export const burnParts = ['page', 'ticket'] as const;
export type BurnPart = (typeof burnParts)[number];

/** One of the alerts on burn rates: both windows have to be over the factor. Durations in ms. */
export interface BurnTier {
  readonly part: BurnPart;
  readonly severity: Severity;
  readonly factor: number;
  readonly longMs: number;
  /** Ends the alert soon after the burning has ended. */
  readonly shortMs: number;
}

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

/**
 * Multiwindow, multi-burn-rate alerts as in The Site Reliability Workbook, chapter 5, table 5-8
 * (https://sre.google/workbook/alerting-on-slos/): of the budget of 30 days these are 2 % in an hour, 5 % in 6 hours and
 * 10 % in 3 days. The most urgent first.
 */
export const burnTiers: readonly BurnTier[] = [
  { part: 'page', severity: 'critical', factor: 14.4, longMs: hourMs, shortMs: 5 * minuteMs },
  { part: 'page', severity: 'critical', factor: 6, longMs: 6 * hourMs, shortMs: 30 * minuteMs },
  { part: 'ticket', severity: 'warning', factor: 1, longMs: 3 * dayMs, shortMs: 6 * hourMs },
];

/** The longest stretch that any of them looks at, ms. */
export const longestBurnMs = 3 * dayMs;

/** Where nothing was spent over so many ms, no alert can begin: the longest of the short windows. */
export const quietAfterMs = 6 * hourMs;

/** What is known of one objective at an instant. */
export interface BurnSource {
  /** From 0 to 1. */
  readonly objective: number;
  /** Over the last so many ms. */
  spentOver(windowMs: number): Spent;
  /** Whether so many ms hold enough samples to begin an alert. */
  isEnough(windowMs: number): boolean;
}

/** An alert that is to begin or goes on, with what says so. */
export interface Burning {
  readonly tier: BurnTier;
  /** Over its long window. */
  readonly burn: number;
}

// Else it would begin and end again and again around the factor.
const endsBelow = 0.8;

/**
 * Whether an alert holds: the most urgent tier of it that says so; `as_before` where it is open and nothing says that it has
 * ended, which takes one of the windows of every tier to be below four fifths of the factor.
 */
export function judgeBurn(part: BurnPart, source: BurnSource, isOpen: boolean): Burning | 'as_before' | 'none' {
  const tiers = burnTiers.filter((tier) => tier.part === part);
  const rateOver = (windowMs: number) => burnRateOf(source.spentOver(windowMs), source.objective);
  for (const tier of tiers) {
    const burn = rateOver(tier.longMs);
    const short = rateOver(tier.shortMs);
    if (burn === undefined || short === undefined || burn <= tier.factor || short <= tier.factor) continue;
    if (isOpen || source.isEnough(tier.shortMs)) return { tier, burn };
  }
  if (!isOpen) return 'none';
  const isOver = ({ factor, shortMs, longMs }: BurnTier) =>
    [shortMs, longMs].some((windowMs) => (rateOver(windowMs) ?? factor) < factor * endsBelow);
  return tiers.every(isOver) ? 'none' : 'as_before';
}

/** How often a service was looked at over a stretch of time. */
export interface Looks {
  readonly all: number;
  /** Those that found a failure. */
  readonly failed: number;
}

const leastLooks = 3;
const leastFailures = 2;

/** Whether looks are enough to believe a burn rate, or as many as the interval lets be: one failed minute is 16 times too fast for 99.9 %. */
export function areEnoughLooks({ all, failed }: Looks, windowMs: number, intervalMs: number): boolean {
  const possible = Math.floor(windowMs / intervalMs);
  return all >= Math.min(leastLooks, possible) && failed >= Math.min(leastFailures, possible);
}

/** How many answers a share of slow ones needs at least. */
export const leastAnswers = 20;
