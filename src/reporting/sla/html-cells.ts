import type { Availability, Verdict } from '../../domain/availability.ts';
import type { Figures, Objective } from '../../domain/sla-report.ts';
import { type Markup, markup, noMarkup } from '../markup.ts';
import { percent } from './svg-scale.ts';
import { unbroken } from './unbroken.ts';
import {
  durationText,
  minutesOf,
  minutesText,
  mtbfText,
  notAvailable,
  percentText,
  promisedText,
  verdictText,
} from './wording.ts';

/** How verdicts look: a sign, and the name of a colour. */
export const verdictLooks = {
  met: { sign: '✓', tone: 'healthy' },
  missed: { sign: '✕', tone: 'unhealthy' },
  insufficient_data: { sign: '?', tone: 'unknown' },
} as const satisfies Readonly<Record<Verdict['verdict'], { readonly sign: string; readonly tone: string }>>;

/** `✓ Met`: a sign, words and a colour. A quiet dash where nothing was promised. */
export function verdictMark(figures: Pick<Figures, 'verdict'>): Markup {
  const { verdict } = figures;
  if (verdict === undefined) return markup`<span class="quiet">no objective</span>`;
  const { sign, tone } = verdictLooks[verdict.verdict];
  return markup`<span class="verdict ${tone}"><span aria-hidden="true">${sign}</span>\u00a0${verdictText(figures)}</span>`;
}

/** Availability with its bounds where they differ, and how much was measured where that is little. */
export function availabilityMarkup({ availability }: Pick<Figures, 'availability'>, objective?: Objective): Markup {
  return markup`<b>${percentText(availability.availability, objective)}</b>${boundsMarkup(availability, objective)}${coverageBadge(availability)}`;
}

function boundsMarkup({ lower, upper }: Availability, objective: Objective | undefined): Markup {
  const [least, most] = [percentText(lower, objective), percentText(upper, objective)];
  if (lower === undefined || least === most) return noMarkup;
  return markup` <small class="quiet" title="At least and at most: as if it had been down, or up, whenever nothing is known">${least.replace(' %', '')}–${most}</small>`;
}

const leastCoverage = 0.99;

/** How much of service time was measured, where that is less than 99 %. */
function coverageBadge({ coverage }: Availability): Markup {
  if (coverage === undefined || coverage >= leastCoverage) return noMarkup;
  return markup` <small class="badge">${percentText(coverage)} measured</small>`;
}

/** What was promised. */
export function objectiveText(objective: Objective | undefined): string {
  return objective === undefined ? '–' : promisedText(objective.availability);
}

/** Down time that counts, where anything was measured. */
export function downMarkup({ availability: { measuredMs, downMs } }: Pick<Figures, 'availability'>): Markup {
  return measuredMs === 0 ? none : markup`${minutesText(downMs)}`;
}

/** Time between failures, where anything was measured. */
export function mtbfMarkup(figures: Pick<Figures, 'availability' | 'reliability'>): Markup {
  return figures.availability.measuredMs === 0 ? none : markup`${mtbfText(figures)}`;
}

/** What is left of the error budget, as a bar and in words. */
export function budgetMarkup({ budget, availability }: Pick<Figures, 'budget' | 'availability'>): Markup {
  if (budget === undefined) return markup`<span class="quiet">–</span>`;
  const { budgetMs, leftMs } = budget;
  if (availability.measuredMs === 0) return none;
  if (leftMs < 0) {
    const over = budgetMs > 0 ? `${minutesOf(-leftMs)} over ${minutesText(budgetMs)}` : `by ${minutesText(-leftMs)}`;
    return markup`<b class="unhealthy">overspent</b>${budgetBar(0)}<small class="quiet">${over}</small>`;
  }
  if (budgetMs <= 0) return markup`none to spend`;
  const share = leftMs / budgetMs;
  return markup`${wholePercent(share)}${budgetBar(share)}<small class="quiet">${minutesOf(leftMs)} of ${minutesText(budgetMs)}</small>`;
}

function wholePercent(share: number): string {
  return share > 0 && share < 0.01 ? '< 1 %' : `${Math.floor(share * 100)} %`;
}

/** Full of what was spent where nothing is left. */
function budgetBar(left: number): Markup {
  const rest =
    left === 0
      ? markup`<rect class="spent" width="100%" height="6"/>`
      : markup`<rect class="left" width="${percent(left)}" height="6"/>`;
  return markup`<svg class="bar" aria-hidden="true"><rect class="track" width="100%" height="6"/>${rest}</svg>`;
}

/** A duration, quiet where there is none. */
export function durationMarkup(ms: number | undefined): Markup {
  return ms === undefined ? none : markup`${unbroken(durationText(ms))}`;
}

const none = markup`<span class="quiet">${notAvailable}</span>`;
