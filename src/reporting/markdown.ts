import { performanceOf, summarize, worstFirst } from '../domain/check-report.ts';
import type { CheckResult } from '../domain/check-result.ts';
import { formatDuration } from '../domain/duration.ts';
import { toPlainLine, truncate } from '../domain/plain-text.ts';
import { defineFormat } from './format.ts';
import { toInstant } from './machine-values.ts';
import { escapeMarkdown } from './markdown-text.ts';
import { styleOf } from './style.ts';
import { answeredInMs, summarySentence, whatWasFound } from './wording.ts';

/** GitHub-flavoured Markdown, for pull requests and job summaries. No text can add cells, HTML, images or links. */
export const markdown = defineFormat({
  name: 'markdown',
  summary: 'a table in Markdown, for pull requests and job summaries',
  extensions: ['md'],
  render(report) {
    const rows = worstFirst(report.results).map(toRow);
    const head = ['| | Service | Code | Time | What |', '| :-- | :-- | --: | --: | :-- |'];
    return [
      `## Service health: ${summarize(report.results).overall}`,
      '',
      `${escapeMarkdown(summarySentence(report))}. ${toInstant(report.startedAt)}`,
      '',
      ...(rows.length > 0 ? [...head, ...rows, ''] : []),
      ...performanceLine(report.results),
    ].join('\n');
  },
});

const { status: symbols, none } = styleOf({ color: false, unicode: true }).glyphs;

function toRow(result: CheckResult): string {
  const time = answeredInMs(result);
  const cells = [
    `${symbols[result.status]} ${result.status}`,
    escapeMarkdown(truncate(toPlainLine(result.service), 100)),
    String(result.observation?.statusCode ?? none),
    time === undefined ? none : formatDuration(time),
    escapeMarkdown(truncate(whatWasFound(result), 500)),
  ];
  return `| ${cells.join(' | ')} |`;
}

function performanceLine(results: readonly CheckResult[]): readonly string[] {
  const { averageMs, p95Ms, maxMs } = performanceOf(results);
  if (averageMs === undefined || p95Ms === undefined || maxMs === undefined) return [];
  const times = { average: averageMs, p95: p95Ms, maximum: maxMs };
  const parts = Object.entries(times).map(([name, ms]) => `${name} ${formatDuration(ms)}`);
  return [`Response time: ${parts.join(', ')}.`, ''];
}
