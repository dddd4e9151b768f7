import { toPlainLine } from '../../domain/plain-text.ts';
import type { SlaReport } from '../../domain/sla-report.ts';
import { toInstant } from '../machine-values.ts';
import { type Markup, markup, noMarkup } from '../markup.ts';
import { missedText, type Target, targetsOf } from './executive-line.ts';
import { defineSlaFormat } from './format.ts';
import { latencyPromiseText, latencyText, minutesText, percentText, promisedText } from './wording.ts';

/**
 * JUnit XML as Jenkins and GitLab read it, a test per objective: missed is a failure with the numbers, too little data an
 * error. The time of a test is the service time, in seconds.
 */
export const slaXml = defineSlaFormat({
  name: 'xml',
  summary: 'JUnit XML with a test per objective, for CI servers',
  extension: 'xml',
  mediaType: 'application/xml',
  render(report) {
    const targets = targetsOf(report);
    const count = (verdict: Target['verdict']) => targets.filter((target) => target.verdict === verdict).length;
    const counts = markup`tests="${targets.length}" failures="${count('missed')}" errors="${count('insufficient_data')}"`;
    const name = toPlainLine(`svcmon report ${report.period.label}`);
    return markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="svcmon" ${counts}>
  <testsuite name="${name}" ${counts} skipped="0" timestamp="${timestampOf(report)}">
${targets.map(toTestCase)}  </testsuite>
</testsuites>
`.markup;
  },
});

/** UTC without a zone, as the schema of Jenkins wants it. */
function timestampOf({ period }: SlaReport): string {
  return toInstant(period.fromAt).slice(0, 'YYYY-MM-DDTHH:MM:SS'.length);
}

function toTestCase(target: Target): Markup {
  const { subject, kind, figures } = target;
  const time = (figures.availability.serviceMs / 1_000).toFixed(3);
  const attributes = markup`name="${`${kind} ${promiseOf(target)}`}" classname="${subject}" time="${time}"`;
  return markup`    <testcase ${attributes}>${toOutcome(target)}</testcase>\n`;
}

function promiseOf({ kind, figures: { objective } }: Target): string {
  if (objective === undefined) return '';
  if (kind === 'availability') return promisedText(objective.availability);
  return objective.latency === undefined ? '' : latencyPromiseText(objective.latency);
}

function toOutcome(target: Target): Markup {
  const details = detailsOf(target);
  if (target.verdict === 'met') return noMarkup;
  if (target.verdict === 'missed') {
    return markup`<failure message="${missedText(target)}" type="missed">${details}</failure>`;
  }
  const message = `too little data to judge ${target.subject}`;
  return markup`<error message="${message}" type="insufficient_data">${details}</error>`;
}

function detailsOf({ figures }: Target): string {
  const { availability, objective, budget, latency } = figures;
  return [
    `availability ${percentText(availability.availability, objective)}`,
    `between ${percentText(availability.lower, objective)} and ${percentText(availability.upper, objective)}`,
    `coverage ${percentText(availability.coverage)}`,
    `downtime ${minutesText(availability.downMs)}`,
    ...(budget === undefined ? [] : [`budget ${minutesText(budget.budgetMs)}, left ${minutesText(budget.leftMs)}`]),
    `latency ${latencyText(latency)}`,
  ].join('\n');
}
