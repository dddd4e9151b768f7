import type { ServiceFigures, SlaReport } from '../../domain/sla-report.ts';
import { type Markup, markup, noMarkup } from '../markup.ts';
import { burnDown } from './svg-burn-down.ts';
import { minutesText } from './wording.ts';

/** How the error budget was spent, drawn and in words; nothing where there is none. */
export function budgetFigure(service: ServiceFigures, period: SlaReport['period']): Markup {
  const drawing = burnDown(service, period);
  const { budget } = service;
  if (drawing === noMarkup || budget === undefined) return noMarkup;
  const words =
    budget.leftMs < 0
      ? `overspent by ${minutesText(-budget.leftMs)}, of ${minutesText(budget.budgetMs)}`
      : `${minutesText(budget.leftMs)} of ${minutesText(budget.budgetMs)}`;
  return markup`<figure><figcaption><b>Error budget left</b> ${words}</figcaption>
${drawing}</figure>
`;
}
