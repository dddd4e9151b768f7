import type { ServiceFigures, SlaReport } from '../../domain/sla-report.ts';
import { type Markup, markup, noMarkup } from '../markup.ts';
import { budgetFigure } from './html-budget.ts';
import { verdictMark } from './html-cells.ts';
import { daysTable } from './html-days.ts';
import { serviceFacts } from './html-facts.ts';
import { incidentList } from './html-incidents.ts';
import { latencyFigure } from './html-latency.ts';
import { adjustmentList, exclusionList, gapList, softFailureList } from './html-lists.ts';
import type { Moment } from './html-moment.ts';
import { calendarStrip } from './svg-strip.ts';
import { nameText } from './wording.ts';

/** All that is told of one service; `number` from 1 makes the target of links to it. */
export function serviceSection(
  service: ServiceFigures,
  {
    number,
    period,
    moment,
  }: { readonly number: number; readonly period: SlaReport['period']; readonly moment: Moment },
): Markup {
  const id = `service-${number}`;
  return markup`<section class="service" id="${id}" aria-labelledby="${id}-name">
<div class="title"><h3 id="${id}-name"><bdi>${nameText(service.service)}</bdi></h3> ${verdictMark(service)}</div>
${aside(service)}${serviceFacts(service)}
${calendarStrip(service.days)}
<div class="charts">
${budgetFigure(service, period)}${latencyFigure(service, period)}</div>
${lists(service, period, moment)}${daysTable(service)}
</section>
`;
}

function aside({ group, tags }: ServiceFigures): Markup {
  const parts = [
    ...(group === undefined ? [] : [`group ${nameText(group)}`]),
    ...Object.entries(tags).map(([name, value]) => nameText(`${name}=${value}`)),
  ];
  return parts.length === 0
    ? noMarkup
    : markup`<p class="quiet">${parts.map((part, index) => markup`${index === 0 ? '' : ' · '}<bdi>${part}</bdi>`)}</p>\n`;
}

const listNames = ['incidents', 'soft failures', 'maintenance or pauses', 'adjustments', 'unknown time'] as const;

/** What happened; and in one line, what did not. */
function lists(service: ServiceFigures, period: SlaReport['period'], moment: Moment): Markup {
  const all = [
    incidentList(service, period.toAt, moment),
    softFailureList(service, moment),
    exclusionList(service, moment),
    adjustmentList(service, moment),
    gapList(service, moment),
  ];
  const absent = listNames.filter((_, index) => all[index] === noMarkup).map((name) => `no ${name}`);
  return markup`${all}${absent.length === 0 ? noMarkup : markup`<p class="quiet">In this period: ${absent.join(', ')}.</p>\n`}`;
}
