import type { CheckResult } from '../domain/check-result.ts';
import { formatDuration } from '../domain/duration.ts';
import { type PartialObservation, phaseNames } from '../domain/observation.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import type { Column } from './grid.ts';
import type { Style } from './style.ts';
import { addressOf, answeredInMs, certificateDaysLeft, whatWasFound } from './wording.ts';

/** Status symbol and name, status code, response time: what every service line starts with. */
export function verdictColumns(
  results: readonly CheckResult[],
  { glyphs, status, strong }: Style,
): readonly [name: Column, code: Column, time: Column] {
  return [
    {
      title: '  SERVICE',
      cells: results.map((result) => `${glyphs.status[result.status]} ${toPlainLine(result.service)}`),
      shrinksTo: 14,
      paint: (text, row) => {
        const verdict = results[row]?.status ?? 'unknown';
        const name = text.slice(1);
        return status[verdict](text.slice(0, 1)) + (verdict === 'healthy' ? name : strong(name));
      },
    },
    {
      title: 'CODE',
      cells: results.map(({ observation }) => String(observation?.statusCode ?? glyphs.none)),
      align: 'right',
      atLeast: 3,
    },
    {
      title: 'TIME',
      cells: results.map((result) => durationOr(glyphs.none, answeredInMs(result))),
      align: 'right',
      atLeast: 6,
    },
  ];
}

/** What was found, in words. */
export function whatColumn(results: readonly CheckResult[], { quiet }: Style): Column {
  return {
    title: 'WHAT',
    cells: results.map(whatWasFound),
    shrinksTo: 12,
    paint: (text, row) => (results[row]?.status === 'healthy' ? quiet(text) : text),
  };
}

/** Attempts, certificate, HTTP version, address, phases and target: what only the wide table shows. */
export function detailColumns(results: readonly CheckResult[], { glyphs, quiet }: Style): readonly Column[] {
  const facts = (title: string, fact: (result: CheckResult) => string | undefined, more: Partial<Column> = {}) => ({
    title,
    cells: results.map((result) => toPlainLine(fact(result) ?? glyphs.none)),
    paint: quiet,
    ...more,
  });
  const right = { align: 'right' } as const;
  return [
    facts('TARGET', ({ target }) => target, { shrinksTo: 20 }),
    facts('ATTEMPTS', ({ attempts, maxAttempts }) => `${attempts.length}/${maxAttempts}`, right),
    facts('CERT', (result) => days(certificateDaysLeft(result)), right),
    facts('HTTP', ({ observation }) => observation?.httpVersion),
    facts('ADDRESS', addressOf),
    ...phaseNames.map((phase) =>
      facts(phase.toUpperCase(), ({ observation }) => durationOf(observation?.phases, phase), right),
    ),
  ];
}

function durationOf(phases: PartialObservation['phases'], phase: (typeof phaseNames)[number]): string | undefined {
  const ms = phases?.[phase];
  return ms === undefined ? undefined : formatDuration(ms);
}

function durationOr(none: string, ms: number | undefined): string {
  return ms === undefined ? none : formatDuration(ms);
}

function days(count: number | undefined): string | undefined {
  return count === undefined ? undefined : `${count} d`;
}
