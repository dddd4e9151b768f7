import { availabilityOf, durationsOf } from '../../domain/availability.ts';
import type { TimeRange } from '../../domain/calendar.ts';
import type { ServiceFigures } from '../../domain/sla-report.ts';
import { type Markup, markup, noMarkup } from '../markup.ts';
import { type ChartLine, chart, plotPx } from './svg-chart.ts';
import { acrossChart, chartWidth, verticalScale } from './svg-scale.ts';
import { minutesText, promisedText } from './wording.ts';

/** How the error budget of a service was spent over the period, instant by instant; nothing where no failure is allowed, or nothing was promised. */
export function burnDown(service: ServiceFigures, period: TimeRange): Markup {
  const { budget, objective, availability, days, timeline } = service;
  if (budget === undefined || objective === undefined || budget.budgetMs <= 0) return noMarkup;
  if (availability.measuredMs === 0) return noMarkup;
  const scale = verticalScale({ top: budget.budgetMs, bottom: Math.min(0, budget.leftMs) }, plotPx);
  const lines: readonly ChartLine[] = [
    { y: 0, text: minutesText(budget.budgetMs), kind: 'grid' },
    { y: scale(0), text: `${promisedText(objective.availability)}: nothing left`, kind: 'objective' },
    ...(scale(0) < plotPx - leastApartPx
      ? [{ y: plotPx, text: `−${minutesText(-budget.leftMs)}`, kind: 'grid' as const }]
      : []),
  ];
  const label = `Error budget over the period: ${minutesText(budget.budgetMs)} at its beginning, ${minutesText(budget.leftMs)} at its end`;
  const curve = markup`<path class="spent" d="${pathOf(service, period, scale)}"/>`;
  return chart({ label, period, days, timeline, lines, curves: [curve] });
}

// Two lines of text.
const leastApartPx = 18;

function pathOf(
  { timeline, budget, objective }: ServiceFigures,
  period: TimeRange,
  scale: (value: number) => number,
): string {
  let leftMs = budget?.budgetMs ?? 0;
  const steps = [`M0 ${scale(leftMs)}`];
  for (const segment of timeline) {
    const { downMs } = availabilityOf(durationsOf([segment]), objective?.degradedWeight);
    if (downMs === 0) continue;
    steps.push(`H${acrossChart(period, segment.fromAt)}`);
    leftMs -= downMs;
    steps.push(`L${acrossChart(period, segment.toAt)} ${scale(leftMs)}`);
  }
  return [...steps, `H${chartWidth}`].join('');
}
