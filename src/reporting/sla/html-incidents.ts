import type { Outage } from '../../domain/outage.ts';
import { toPlainLine, truncate } from '../../domain/plain-text.ts';
import type { ServiceFigures } from '../../domain/sla-report.ts';
import { type Markup, markup, noMarkup } from '../markup.ts';
import { listTable } from './html-list-table.ts';
import { longestOf } from './html-longest.ts';
import type { Moment } from './html-moment.ts';
import { lengthText } from './length-text.ts';
import { tooShortText } from './too-short.ts';
import { unbroken } from './unbroken.ts';
import { nameText } from './wording.ts';

/** The confirmed incidents of a service: when, how long, why, who was told and who took care of it. */
export function incidentList(service: ServiceFigures, untilAt: number, moment: Moment): Markup {
  const ranges = service.outages.map((outage) => {
    return { outage, fromAt: outage.incident.startedAt, toAt: outage.endedAt ?? untilAt };
  });
  if (ranges.length === 0) return noMarkup;
  const { shown, rest } = longestOf(ranges, mostIncidents);
  return listTable({
    ...{ title: 'Incidents', subject: nameText(service.service), rest },
    columns: ['Began and ended', 'Lasted', 'Detected after', 'Cause', 'Told', 'Acknowledged'],
    rows: shown.map(({ outage, fromAt, toAt }) => [
      markup`${moment(fromAt)}<br/>${outage.endedAt === undefined ? markup`<b>not over</b>` : moment(outage.endedAt)}`,
      markup`${unbroken(lengthText(toAt - fromAt))} ${levelsAside(outage, service)}`,
      markup`${unbroken(lengthText(outage.incident.confirmedAt - fromAt))}`,
      causeMarkup(outage),
      deliveriesMarkup(outage, moment),
      acknowledgementMarkup(outage, moment),
    ]),
  });
}

const mostIncidents = 50;
const mostDeliveries = 4;
const maxCausePoints = 300;

/** How bad it was, where that is not simply down. */
function levelsAside(outage: Outage, { objective }: ServiceFigures): Markup {
  const levels = outage.troubles.map(({ state, fromAt, toAt }) => `${state} ${lengthText(toAt - fromAt)}`);
  const words = outage.troubles.length === 1 ? (outage.troubles[0]?.state ?? '') : levels.join(', then ');
  return markup`<small class="quiet">${words}${tooShortText(outage, objective)}</small>`;
}

function causeMarkup({ incident: { message, reason, closedAs } }: Outage): Markup {
  const cause = truncate(toPlainLine(message), maxCausePoints) || reason.replaceAll('_', ' ');
  const removed =
    closedAs === 'removed' ? markup` <small class="quiet">ended when the service was removed</small>` : noMarkup;
  return markup`<div class="cause"><bdi>${cause}</bdi>${removed}</div>`;
}

function deliveriesMarkup({ deliveries }: Outage, moment: Moment): Markup {
  if (deliveries.length === 0) return markup`<span class="quiet">nobody</span>`;
  const more = deliveries.length - mostDeliveries;
  return markup`<ul>${deliveries.slice(0, mostDeliveries).map(({ at, accepted, text }) => {
    const sign = accepted ? markup`✓ accepted` : markup`<b>✕ rejected</b>`;
    return markup`<li>${sign} <bdi>${truncate(toPlainLine(text), maxCausePoints)}</bdi> <small class="quiet">${moment(at)}</small></li>`;
  })}${more > 0 ? markup`<li class="quiet">… and ${more} more</li>` : noMarkup}</ul>`;
}

function acknowledgementMarkup({ incident: { acknowledged }, toldAt }: Outage, moment: Moment): Markup {
  if (acknowledged === undefined) return markup`<span class="quiet">by nobody</span>`;
  const { by, at } = acknowledged;
  const after = toldAt === undefined ? '' : `, ${lengthText(Math.max(0, at - toldAt))} after the first alert`;
  return markup`by <bdi>${nameText(by)}</bdi>${after} <small class="quiet">${moment(at)}</small>`;
}
