import { availabilityOf, durationsOf } from '../../domain/availability.ts';
import type { TimeRange } from '../../domain/calendar.ts';
import type { ServiceFigures } from '../../domain/sla-report.ts';
import { type Markup, markup, noMarkup } from '../markup.ts';
import { type ChartLine, chart } from './svg-chart.ts';
import { type Point, pathOf } from './svg-path.ts';
import { acrossChart, chartHeight, chartWidth, verticalScale } from './svg-scale.ts';
import { minutesText, promisedText } from './wording.ts';

/** How the error budget of a service was spent over the period, instant by instant; nothing where no failure is allowed, or nothing was promised. */
export function burnDown(service: ServiceFigures, period: TimeRange): Markup {
  const { budget, objective, availability, timeline } = service;
  if (budget === undefined || objective === undefined || budget.budgetMs <= 0) return noMarkup;
  if (availability.measuredMs === 0) return noMarkup;
  const scale = verticalScale({ top: budget.budgetMs, bottom: Math.min(0, budget.leftMs) });
  const lines: readonly ChartLine[] = [
    { y: 0, text: minutesText(budget.budgetMs), kind: 'grid' },
    { y: scale(0), text: `${promisedText(objective.availability)}: nothing left`, kind: 'objective' },
    ...(scale(0) < chartHeight - leastApart
      ? [{ y: chartHeight, text: `−${minutesText(-budget.leftMs)}`, kind: 'grid' as const }]
      : []),
  ];
  const label = `Error budget over the period: ${minutesText(budget.budgetMs)} at its beginning, ${minutesText(budget.leftMs)} at its end`;
  const curve = markup`<path class="spent" d="${pathOf([pointsOf(service, period, scale)])}"/>`;
  return chart({ label, period, timeline, lines, curves: [curve], words: 'above' });
}

// Two lines of text.
const leastApart = 160;

function pointsOf(
  { timeline, budget, objective }: ServiceFigures,
  period: TimeRange,
  scale: (value: number) => number,
): readonly Point[] {
  let leftMs = budget?.budgetMs ?? 0;
  const points: Point[] = [[0, scale(leftMs)]];
  for (const segment of timeline) {
    const { downMs } = availabilityOf(durationsOf([segment]), objective?.degradedWeight);
    if (downMs === 0) continue;
    points.push([acrossChart(period, segment.fromAt), scale(leftMs)]);
    leftMs -= downMs;
    points.push([acrossChart(period, segment.toAt), scale(leftMs)]);
  }
  return [...points, [chartWidth, scale(leftMs)]];
}
