import { type CheckReport, summarize, worstFirst } from '../domain/check-report.ts';
import type { CheckResult } from '../domain/check-result.ts';
import { formatDuration } from '../domain/duration.ts';
import { toPlainLine, toPlainText } from '../domain/plain-text.ts';
import { defineFormat } from './format.ts';
import { toInstant } from './machine-values.ts';
import { type Markup, markup, noMarkup } from './markup.ts';

/**
 * JUnit XML as Jenkins and GitLab read it: unhealthy is a failure, unknown an error, degraded a passed test with output.
 * Times are seconds; the timestamp is UTC without a zone, as the schema of Jenkins wants it.
 */
export const junit = defineFormat({
  name: 'junit',
  summary: 'JUnit XML for Jenkins, GitLab and other CI servers',
  extensions: ['xml'],
  render(report) {
    const { total, unhealthy, unknown } = summarize(report.results);
    const counts = markup`tests="${total}" failures="${unhealthy}" errors="${unknown}" time="${seconds(report.durationMs)}"`;
    return markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="svcmon" ${counts}>
  <testsuite name="svcmon check" ${counts} skipped="0" timestamp="${timestampOf(report)}">
${worstFirst(report.results).map(toTestCase)}  </testsuite>
</testsuites>
`.markup;
  },
});

function timestampOf({ startedAt }: CheckReport): string {
  return toInstant(startedAt).slice(0, 'YYYY-MM-DDTHH:MM:SS'.length);
}

function toTestCase(result: CheckResult): Markup {
  const name = toPlainLine(result.service);
  const className = toPlainLine(result.group ?? result.type);
  const attributes = markup`name="${name}" classname="${className}" time="${seconds(result.durationMs)}"`;
  return markup`    <testcase ${attributes}>${toOutcome(result)}</testcase>\n`;
}

function toOutcome(result: CheckResult): Markup {
  const attributes = markup`message="${toPlainLine(result.message)}" type="${result.reason}"`;
  const details = detailsOf(result);
  if (result.status === 'unhealthy') return markup`<failure ${attributes}>${details}</failure>`;
  if (result.status === 'unknown') return markup`<error ${attributes}>${details}</error>`;
  return result.status === 'degraded' ? markup`<system-out>degraded: ${details}</system-out>` : noMarkup;
}

function detailsOf({ message, target, findings, attempts, evidence }: CheckResult): string {
  return [
    toPlainLine(message),
    `target: ${toPlainLine(target)}`,
    ...findings.slice(1).map((finding) => `also ${finding.status}: ${toPlainLine(finding.message)}`),
    ...attempts.map(({ number, durationMs, reason, statusCode }) => {
      return `attempt ${number}: ${statusCode ?? reason} after ${formatDuration(durationMs)}`;
    }),
    ...(evidence?.body === undefined ? [] : ['', toPlainText(evidence.body)]),
  ].join('\n');
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}
