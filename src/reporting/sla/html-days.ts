import { availabilityOf } from '../../domain/availability.ts';
import type { DayFigures, Objective, ServiceFigures } from '../../domain/sla-report.ts';
import { type Markup, markup, noMarkup } from '../markup.ts';
import { dayWords } from './day-state.ts';
import { shortDate } from './html-moment.ts';
import { minutesOf, nameText, notAvailable, percentText } from './wording.ts';

/** Everything that the strip and the charts of a service show, as a table: folded, since most look at the pictures. */
export function daysTable({ service, days, objective, availability }: ServiceFigures): Markup {
  const subject = nameText(service);
  const hasBudget = objective !== undefined && availability.measuredMs > 0;
  const budgetHead = !hasBudget ? noMarkup : markup`<th scope="col">Budget left, min</th>`;
  return markup`<details><summary>Figures by day</summary>
<div class="scroll" role="group" aria-label="Figures of ${subject} by day" tabindex="0"><table class="days">
<caption class="hidden">Figures of ${subject} by day</caption>
<thead><tr><th scope="col">Day</th><th scope="col">State</th><th scope="col">Availability</th><th scope="col">Answers</th><th scope="col">p50, ms</th><th scope="col">p95, ms</th><th scope="col">p99, ms</th>${budgetHead}</tr></thead>
<tbody>${days.map((day) => dayRow(day, { objective, hasBudget }))}</tbody>
</table></div>
</details>`;
}

interface RowParts {
  readonly objective: Objective | undefined;
  readonly hasBudget: boolean;
}

function dayRow(day: DayFigures, { objective, hasBudget }: RowParts): Markup {
  const { date, durations, latency, budgetLeftMs } = day;
  const { availability } = availabilityOf(durations, objective?.degradedWeight);
  const cells = [
    dayWords(day),
    percentText(availability, objective),
    String(latency.count),
    ...[latency.p50Ms, latency.p95Ms, latency.p99Ms].map(millisecondsText),
    ...(hasBudget ? [budgetLeftMs === undefined ? notAvailable : minutesOf(budgetLeftMs)] : []),
  ];
  // End tags that HTML lets be left out would be a tenth of the whole report.
  return markup`\n<tr><th scope="row">${shortDate(date)}${cells.map((cell) => markup`<td>${cell}`)}`;
}

function millisecondsText(ms: number | undefined): string {
  if (ms === undefined) return notAvailable;
  return ms < 10 ? ms.toFixed(1) : String(Math.round(ms));
}
