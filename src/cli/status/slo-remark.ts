import { formatDuration } from '../../domain/duration.ts';
import type { SloStanding } from '../../domain/slo-standing.ts';
import { exhaustedInMs } from '../../reporting/slo-document.ts';

// The window of the alert that pages first; of shorter ones a single failure is most.
const burnWindowMs = 3_600_000;
// At this rate a budget lasts exactly as long as it should.
const sustainable = 1;

/** `61 %` of the error budget, cut off; `spent`; undefined where the objective allows no failure. */
export function budgetText({ leftShare }: SloStanding): string | undefined {
  if (leftShare === undefined) return undefined;
  return leftShare <= 0 ? 'spent' : `${Math.floor(leftShare * 100 + 1e-6)} %`;
}

/** What is to be said of an error budget: that it is spent, or burns too fast; undefined where all is well. */
export function budgetRemark(slo: SloStanding): string | undefined {
  const burn = burnOf(slo);
  const isBurning = burn !== undefined && burn > sustainable;
  const left = slo.leftShare;
  if (left === undefined || (left > 0 && !isBurning)) return undefined;
  const spent = left <= 0 ? `error budget spent ${timesText(1 - left)}` : `${budgetText(slo)} of the error budget left`;
  return [spent, ...(isBurning ? [`burning ${timesText(burn)} too fast this hour`] : []), ...goneText(slo)].join(', ');
}

/** How fast the budget burns; absent where too little is known. */
function burnOf({ burnRates }: SloStanding): number | undefined {
  return burnRates.find(({ windowMs }) => windowMs === burnWindowMs)?.burn;
}

function goneText(slo: SloStanding): readonly string[] {
  const goneInMs = exhaustedInMs(slo);
  return goneInMs === undefined ? [] : [`gone in ${formatDuration(goneInMs)} at the rate of this day`];
}

function timesText(rate: number): string {
  if (rate === Number.POSITIVE_INFINITY) return 'infinitely';
  return `${rate < 10 ? rate.toFixed(1) : String(Math.round(rate))}×`;
}
