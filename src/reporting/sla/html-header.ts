import { toPlainLine } from '../../domain/plain-text.ts';
import type { SlaReport } from '../../domain/sla-report.ts';
import { type Markup, markup, noMarkup } from '../markup.ts';
import { executiveLine, targetsOf } from './executive-line.ts';
import type { SlaHeader } from './format.ts';
import { fullMomentsIn, periodName } from './html-moment.ts';
import { lengthText } from './length-text.ts';
import { unbroken } from './unbroken.ts';
import { percentText } from './wording.ts';

/** What the page is called. */
export function titleOf({ period: { label } }: SlaReport): string {
  return `Service level report, ${periodName(toPlainLine(label))}`;
}

/** The head of the report: what it covers, what came out in one line, and where it comes from. */
export function reportHeader(report: SlaReport, header: SlaHeader): Markup {
  const { period } = report;
  const moment = fullMomentsIn(period.timezone);
  const name = periodName(toPlainLine(period.label));
  return markup`<header>
<p class="eyebrow">Service level report</p>
<h1><span class="hidden">Service level report, </span>${name}${period.complete ? noMarkup : markup` <small class="badge">period to date</small>`}</h1>
<p class="lead">${unbroken(executiveLine(report))}</p>
${counts(report)}
<dl class="facts">
<dt>Period</dt><dd>${moment(period.fromAt)} up to ${moment(period.toAt)} (${hoursText(period)})</dd>
<dt>Time zone</dt><dd>${toPlainLine(period.timezone)}</dd>
<dt>Generated</dt><dd>${moment(header.generatedAt)} by svcmon ${toPlainLine(header.version)}</dd>
<dt>Data hash</dt><dd><code>${toPlainLine(header.dataHash)}</code></dd>
</dl>
</header>`;
}

function hoursText({ fromAt, toAt }: SlaReport['period']): string {
  const hours = (toAt - fromAt) / 3_600_000;
  return Number.isInteger(hours) ? `${hours} h` : lengthText(toAt - fromAt);
}

function counts(report: SlaReport): Markup {
  const targets = targetsOf(report);
  const count = (wanted: (typeof targets)[number]['verdict']) =>
    targets.filter(({ verdict }) => verdict === wanted).length;
  const { availability } = report.overall.availability;
  const failures = report.services.reduce((sum, { reliability }) => sum + reliability.failures, 0);
  const judged = [
    { name: 'targets met', value: count('met'), tone: 'healthy' },
    { name: 'missed', value: count('missed'), tone: 'unhealthy' },
    { name: 'insufficient data', value: count('insufficient_data'), tone: 'unknown' },
  ];
  return markup`<dl class="counts">
${targets.length === 0 ? noMarkup : judged.map(({ name, value, tone }) => markup`<div class="${value > 0 ? tone : 'none'}"><dt>${name}</dt><dd>${value}</dd></div>\n`)}<div><dt>availability of all</dt><dd>${percentText(availability)}</dd></div>
<div><dt>${failures === 1 ? 'incident' : 'incidents'}</dt><dd>${failures}</dd></div>
</dl>`;
}
