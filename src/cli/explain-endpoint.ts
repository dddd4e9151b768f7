import type { Attempt, CheckResult } from '../domain/check-result.ts';
import { formatDuration } from '../domain/duration.ts';
import type { FactTable } from '../domain/fact.ts';
import { toPlainLine, toPlainText } from '../domain/plain-text.ts';
import { fitColumns } from '../reporting/columns.ts';
import type { RenderOptions } from '../reporting/format.ts';
import { renderGrid } from '../reporting/grid.ts';
import { type Glyphs, styleOf } from '../reporting/style.ts';
import { explainAssertions } from './explain-assertions.ts';
import { type Block, marked, type Paper, titled } from './explain-block.ts';
import { explainCertificates } from './explain-certificates.ts';
import { explainFacts } from './explain-facts.ts';
import { explainSteps } from './explain-steps.ts';
import { explainTiming } from './explain-timing.ts';

const evidenceLines = 8;

export interface ExplainOptions extends RenderOptions {
  /** The facts of the type of the service. */
  readonly table: FactTable;
}

/** Everything a probe showed and why the verdict is what it is, for people; facts that are missing are left out. Ends in a line feed. */
export function explainEndpoint(result: CheckResult, { width, table, ...look }: ExplainOptions): string {
  const paper: Paper = { style: styleOf(look), width };
  const blocks: readonly Block[] = [
    explainVerdict(result, paper),
    explainFacts(result, { paper, table }),
    explainSteps(result, paper),
    explainTiming(result, paper),
    explainCertificates(result, paper),
    ...explainAssertions(result.assertions, paper),
    titled('Findings', explainFindings(result, paper), paper),
    titled('Attempts', explainAttempts(result, paper), paper),
    titled('Evidence', explainEvidence(result, paper), paper),
  ];
  const shown = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'));
  return `${shown.join('\n\n')}\n`;
}

function explainVerdict({ status, message }: CheckResult, { style, width }: Paper): Block {
  const paint = (mark: string) => style.strong(style.status[status](mark));
  return marked(`${style.glyphs.status[status]} ${status} `, toPlainLine(message), { width, paint });
}

/** Only where there are several: a single one is the verdict line. */
function explainFindings({ findings }: CheckResult, { style, width }: Paper): Block {
  if (findings.length < 2) return [];
  return findings.flatMap(({ status, message }) => {
    return marked(style.glyphs.status[status], toPlainLine(message), { width: width - 2, paint: style.status[status] });
  });
}

/** Only where there was more than one. */
function explainAttempts({ attempts, maxAttempts }: CheckResult, { style, width }: Paper): Block {
  if (attempts.length < 2) return [];
  const grid = renderGrid(
    [
      { cells: attempts.map(({ number }) => `${number} of ${maxAttempts}`), paint: style.quiet },
      { cells: attempts.map(outcomeOf) },
      { cells: attempts.map(({ durationMs }) => formatDuration(durationMs)), align: 'right' },
      { cells: attempts.map((attempt) => circumstancesOf(attempt, style.glyphs)), shrinksTo: 12, paint: style.quiet },
    ],
    { width: width - 2, ellipsis: style.glyphs.ellipsis },
  );
  return grid.split('\n');
}

function outcomeOf({ statusCode, reason }: Attempt): string {
  return String(statusCode ?? reason);
}

function circumstancesOf({ waitedMs, message = '' }: Attempt, { separator }: Glyphs): string {
  const wait = waitedMs > 0 ? `after a wait of ${formatDuration(waitedMs)}` : '';
  return [wait, toPlainLine(message)].filter((part) => part !== '').join(separator);
}

/** The beginning of the body that proves a verdict, quoted; nothing where none was kept. */
export function explainEvidence({ evidence }: Pick<CheckResult, 'evidence'>, { style, width }: Paper): Block {
  const lines = toPlainText(evidence?.body ?? '')
    .trimEnd()
    .split('\n');
  if (lines.length === 1 && lines[0] === '') return [];
  const { quote, ellipsis } = style.glyphs;
  const shown = lines.slice(0, evidenceLines).map((line) => {
    return `${style.quiet(quote)} ${fitColumns(line.replaceAll('\t', '  '), width - 4, ellipsis)}`;
  });
  const more = lines.length - shown.length;
  return more > 0 ? [...shown, style.quiet(`${quote} and ${more} more ${more === 1 ? 'line' : 'lines'}`)] : shown;
}
