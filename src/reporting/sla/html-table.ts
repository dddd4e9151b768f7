import { aggregations } from '../../domain/sla-groups.ts';
import type { Figures, GroupFigures, ServiceFigures, SlaReport } from '../../domain/sla-report.ts';
import { type Markup, markup, noMarkup } from '../markup.ts';
import {
  availabilityMarkup,
  budgetMarkup,
  downMarkup,
  durationMarkup,
  mtbfMarkup,
  objectiveText,
  verdictMark,
} from './html-cells.ts';
import { tooShortIncidents } from './too-short.ts';
import { nameText } from './wording.ts';

/** The table of services: one row each, with a link to what is told of it below. */
export function servicesTable({ services, period }: SlaReport): Markup {
  if (services.length === 0) return markup`<p>No service was monitored in this period.</p>`;
  return table({
    caption: 'What was promised, and what was reached',
    first: 'Service',
    kind: 'services',
    rows: services.map((service, index) => {
      const head = serviceHead(service, `#service-${index + 1}`);
      return row(head, service, tooShortIncidents(service, period));
    }),
  });
}

/** The table of groups, tags and all services together; each says in words how several became one. */
export function groupsTable({ groups, overall }: SlaReport): Markup {
  return table({
    caption: 'Several services seen as one',
    first: 'Group',
    kind: 'groups',
    rows: [...groups, overall].map((group) => row(groupHead(group), group)),
  });
}

interface TableParts {
  readonly caption: string;
  readonly first: string;
  readonly kind: 'services' | 'groups';
  readonly rows: readonly Markup[];
}

// What abbreviations stand for.
const numberColumns = {
  Objective: '',
  Availability: '',
  Down: '',
  Incidents: '',
  MTTR: 'mean time to repair',
  MTBF: 'mean time between failures',
  p95: '95 % of the answers came within',
  'Budget left': '',
} as const;

function table({ caption, first, kind, rows }: TableParts): Markup {
  return markup`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
<table class="figures ${kind}">
<caption>${caption}</caption>
<thead><tr><th scope="col">${first}</th><th scope="col">Verdict</th>${Object.entries(numberColumns).map(numberHead)}</tr></thead>
<tbody>
${rows}</tbody>
</table>
</div>`;
}

function numberHead([name, meaning]: readonly [string, string]): Markup {
  const title = meaning === '' ? markup`${name}` : markup`<abbr title="${meaning}">${name}</abbr>`;
  return markup`<th scope="col" class="number">${title}</th>`;
}

function row(head: Markup, figures: Figures, tooShort = 0): Markup {
  const { objective, reliability, latency } = figures;
  const cells = [
    markup`${objectiveText(objective)}`,
    availabilityMarkup(figures, objective),
    downMarkup(figures),
    incidentsText(figures, tooShort),
    durationMarkup(reliability.mttrMs),
    mtbfMarkup(figures),
    durationMarkup(latency.p95Ms),
    budgetMarkup(figures),
  ];
  return markup`<tr><th scope="row">${head}</th><td>${verdictMark(figures)}</td>${cells.map((cell) => markup`<td class="number">${cell}</td>`)}</tr>
`;
}

function incidentsText({ reliability: { failures, open } }: Figures, tooShort: number): Markup {
  const asides = [...(open === 0 ? [] : [`${open} open`]), ...(tooShort === 0 ? [] : [`${tooShort} too short`])];
  return markup`${failures}${asides.map((aside) => markup` <small class="quiet">${aside}</small>`)}`;
}

function serviceHead({ service, group }: ServiceFigures, target: string): Markup {
  const aside = group === undefined ? noMarkup : markup` <small class="quiet"><bdi>${nameText(group)}</bdi></small>`;
  return markup`<a href="${target}"><bdi>${nameText(service)}</bdi></a>${aside}`;
}

function groupHead({ kind, name, aggregation, services }: GroupFigures): Markup {
  const title = kind === 'overall' ? markup`All services` : markup`<bdi>${nameText(name)}</bdi>`;
  const count = `${services.length} ${services.length === 1 ? 'service' : 'services'}`;
  const what = kind === 'overall' ? '' : `${kind} of `;
  return markup`${title} <small class="quiet">${what}${count}, ${aggregation.replaceAll('_', ' ')}: ${aggregations[aggregation]}</small>`;
}
