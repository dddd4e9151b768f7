import type { Burning } from './burn-rate.ts';
import { formatDuration } from './duration.ts';
import { forecastOf } from './forecast.ts';
import type { Objective } from './sla-report.ts';
import type { SloWindow } from './slo.ts';

/** The error budget that is being spent. */
export interface BurntBudget {
  readonly window: SloWindow;
  /** How long the whole budget lasts at a burn rate of 1, ms: the service time of the window. */
  readonly budgetForMs: number;
  /** Until what is spent now counts no more, ms. */
  readonly remainingMs: number;
  /** What is left of it, 1 for all; absent where that could not be read. */
  readonly leftShare?: number;
}

/** `burning its error budget 14× too fast: 3 % of 30 days' budget in the last hour; 61 % left, gone in 2 d 3 h at this rate`. */
export function burnMessage({ tier, burn }: Burning, budget: BurntBudget): string {
  const { longMs } = tier;
  if (burn === Number.POSITIVE_INFINITY) {
    return `failed within the last ${nameOf(longMs)}, and its objective of 100 % allows no failure`;
  }
  const spent = shareText((burn * longMs) / budget.budgetForMs);
  const inWindow = `${spent} of ${budgetName(budget.window)} in the last ${nameOf(longMs)}`;
  return [
    `burning its error budget ${timesText(burn)} too fast: ${inWindow}`,
    ...leftText({ tier, burn }, budget),
  ].join('; ');
}

/** `burning its latency budget 8× too fast: 8 % of the answers of the last 6 h took longer than 500 ms, where 1 % may; …`. */
export function latencyBurnMessage(
  { tier, burn }: Burning,
  { underMs, share }: NonNullable<Objective['latency']>,
  budget: BurntBudget,
): string {
  const of = `of the answers of the last ${nameOf(tier.longMs)} took longer than ${formatDuration(underMs)}`;
  if (burn === Number.POSITIVE_INFINITY) return `some ${of}, where none may`;
  const slow = `${shareText(burn * (1 - share))} ${of}, where ${shareText(1 - share)} may`;
  return [`burning its latency budget ${timesText(burn)} too fast: ${slow}`, ...leftText({ tier, burn }, budget)].join(
    '; ',
  );
}

function leftText({ tier, burn }: Burning, { leftShare, window, ...times }: BurntBudget): readonly string[] {
  if (leftShare === undefined) return [];
  const { outcome, goneInMs = 0 } = forecastOf({ basisMs: tier.longMs, burn, leftShare, ...times });
  if (outcome === 'exhausted') {
    return [leftShare === 0 ? 'nothing is left' : `nothing is left: overspent by ${shareText(-leftShare)}`];
  }
  const left = `${floorShareText(leftShare)} left`;
  if (outcome === 'lasts') {
    return ['unit' in window ? `${left}, which lasts to the end of the ${window.unit} at this rate` : left];
  }
  return [`${left}, gone in ${longDuration(goneInMs)} at this rate`];
}

function budgetName(window: SloWindow): string {
  if ('unit' in window) return `the ${window.unit}'s budget`;
  const days = window.rollingMs / 86_400_000;
  return days === 1 ? "a day's budget" : `${Number.isInteger(days) ? days : days.toFixed(1)} days' budget`;
}

function nameOf(ms: number): string {
  return ms === 3_600_000 ? 'hour' : longDuration(ms);
}

/** `14×`, `6.2×`. */
function timesText(burn: number): string {
  return `${burn < 10 ? Number(burn.toFixed(1)) : Math.round(burn)}×`;
}

function shareText(share: number): string {
  const percent = share * 100;
  return `${percent < 10 ? Number(percent.toPrecision(2)) : Math.round(percent)} %`;
}

/** What is left is never told as more than it is. */
function floorShareText(share: number): string {
  const percent = share * 100;
  return percent < 1 ? 'less than 1 %' : `${Math.floor(percent)} %`;
}

/** `2 d 3 h`, `5 h 20 min`, `40 min`: days with their hours. */
function longDuration(ms: number): string {
  const hours = Math.floor(ms / 3_600_000);
  if (hours < 48) return ms === hours * 3_600_000 && hours > 0 ? `${hours} h` : formatDuration(ms);
  return hours % 24 === 0 ? `${hours / 24} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
