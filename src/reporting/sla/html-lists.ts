import type { Gap, ServiceFigures } from '../../domain/sla-report.ts';
import { type Markup, markup, noMarkup } from '../markup.ts';
import { listTable } from './html-list-table.ts';
import { longestOf, totalMs } from './html-longest.ts';
import type { Moment } from './html-moment.ts';
import { lengthText } from './length-text.ts';
import { unbroken } from './unbroken.ts';
import { nameText, percentText, verdictText } from './wording.ts';

const mostSoftFailures = 10;
const mostGaps = 10;
const mostExclusions = 20;

/** Failures that nothing confirmed. */
export function softFailureList({ service, softFailures }: ServiceFigures, moment: Moment): Markup {
  if (softFailures.length === 0) return noMarkup;
  const { shown, rest } = longestOf(softFailures, mostSoftFailures);
  return listTable({
    ...{ title: 'Soft failures', subject: nameText(service), rest },
    intro: markup`Failed checks that were never confirmed as an incident; they count as up.`,
    columns: ['Began', 'Until the next result', 'Failed checks'],
    rows: shown.map(({ fromAt, toAt, checks }) => [moment(fromAt), lasted(toAt - fromAt), markup`${checks}`]),
  });
}

/** What is left out of service time, and because of whom. */
export function exclusionList({ service, exclusions }: ServiceFigures, moment: Moment): Markup {
  if (exclusions.length === 0) return noMarkup;
  const { shown, rest } = longestOf(exclusions, mostExclusions);
  return listTable({
    ...{ title: 'Maintenance and pauses', subject: nameText(service), rest },
    intro: markup`Left out of service time, as announced before.`,
    columns: ['Began', 'Ended', 'Lasted', 'What', 'By'],
    rows: shown.map(({ fromAt, toAt, kind, name, by }) => [
      ...[moment(fromAt), moment(toAt), lasted(toAt - fromAt)],
      kind === 'pause' ? markup`pause` : markup`<bdi>${nameText(name)}</bdi>`,
      author(by),
    ]),
  });
}

/** Maintenance that was announced too late, and what it would change. */
export function adjustmentList(figures: ServiceFigures, moment: Moment): Markup {
  const { service, adjustments, adjusted, availability, objective } = figures;
  if (adjustments.length === 0) return noMarkup;
  const { shown, rest } = longestOf(adjustments, mostExclusions);
  const inWords = (
    reached: Pick<ServiceFigures, 'availability'> & { readonly verdict?: ServiceFigures['verdict'] },
  ) => {
    const { verdict } = reached;
    return `${percentText(reached.availability.availability, objective)}${verdict ? `, ${verdictText({ verdict })}` : ''}`;
  };
  return listTable({
    ...{ title: 'Adjustments', subject: nameText(service), rest },
    intro: markup`Maintenance announced only after it began: nothing is left out because of it. As reported: <b>${inWords({ availability, verdict: figures.verdict })}</b>. ${
      adjusted ? markup`If it counted: <b>${inWords(adjusted)}</b>.` : noMarkup
    }`,
    columns: ['Began', 'Ended', 'Lasted', 'What', 'By', 'Announced'],
    rows: shown.map(({ fromAt, toAt, name, by, announcedAt }) => [
      ...[moment(fromAt), moment(toAt), lasted(toAt - fromAt)],
      ...[markup`<bdi>${nameText(name)}</bdi>`, author(by)],
      markup`${moment(announcedAt)} <small class="quiet">${lengthText(Math.max(0, announcedAt - fromAt))} after it began</small>`,
    ]),
  });
}

/** Stretches of which nothing is known, and why. */
export function gapList({ service, gaps, availability }: ServiceFigures, moment: Moment): Markup {
  if (gaps.length === 0) return noMarkup;
  const { shown, rest } = longestOf(gaps, mostGaps);
  return listTable({
    ...{ title: 'Unknown time', subject: nameText(service), rest },
    intro: markup`${percentText(availability.coverage)} of service time was measured. Not known: ${reasonsText(gaps)}.`,
    columns: ['From', 'To', 'Lasted', 'Why'],
    rows: shown.map(({ fromAt, toAt, reason }) => {
      return [moment(fromAt), moment(toAt), lasted(toAt - fromAt), markup`${reasonText(reason)}`];
    }),
  });
}

/** `5 h 20 min (monitor offline), 2 min (no results)`, the longest first. */
function reasonsText(gaps: readonly Gap[]): string {
  const reasons = [...new Set(gaps.map(({ reason }) => reason))];
  return reasons
    .map((reason) => ({ reason, ms: totalMs(gaps.filter((gap) => gap.reason === reason)) }))
    .sort((a, b) => b.ms - a.ms)
    .map(({ reason, ms }) => `${lengthText(ms)} (${reasonText(reason)})`)
    .join(', ');
}

function reasonText(reason: string): string {
  return reason === 'not_monitored' ? 'no results' : nameText(reason.replaceAll('_', ' '));
}

function lasted(ms: number): Markup {
  return markup`${unbroken(lengthText(ms))}`;
}

function author(by: string): Markup {
  return by === '' ? markup`<span class="quiet">not recorded</span>` : markup`<bdi>${nameText(by)}</bdi>`;
}
