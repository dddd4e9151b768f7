import type { ImportedService } from '../../app/import-results.ts';
import { toPlainLine } from '../../domain/plain-text.ts';
import type { RenderOptions } from '../../reporting/format.ts';
import { renderGrid } from '../../reporting/grid.ts';
import { toInstant } from '../../reporting/machine-values.ts';
import { styleOf } from '../../reporting/style.ts';
import type { WallTime } from '../wall-time.ts';

/** What an import came to. */
export interface ImportOutcome {
  readonly services: readonly ImportedService[];
  /** Lines that were left out. */
  readonly skipped: number;
  readonly isDryRun: boolean;
}

/** What became of each service, and a sentence that sums it up as its last line; ends in a line feed. */
export function importSummary(
  { services, skipped, isDryRun }: ImportOutcome,
  time: WallTime,
  { width, ...look }: RenderOptions,
): string {
  const { glyphs, quiet } = styleOf(look);
  const right = (title: string, cellOf: (service: ImportedService) => string) => {
    return { title, cells: services.map(cellOf), align: 'right' } as const;
  };
  const grid = renderGrid(
    [
      { title: 'SERVICE', cells: services.map(({ service }) => toPlainLine(service)), shrinksTo: 14 },
      right('RESULTS', ({ results }) => String(results)),
      ...(isDryRun ? [] : [right('NEW', ({ added }) => String(added))]),
      right('INCIDENTS', ({ incidents }) => String(incidents)),
      right('FIRST', ({ firstAt }) => time.at(firstAt)),
      right('LAST', ({ lastAt }) => time.at(lastAt)),
    ],
    { width, ellipsis: glyphs.ellipsis, paintTitle: quiet },
  );
  return `${grid === '' ? '' : `${grid}\n\n`}${sentenceOf({ services, skipped, isDryRun })}\n`;
}

function sentenceOf({ services, skipped, isDryRun }: ImportOutcome): string {
  const sum = (of: (service: ImportedService) => number) => services.reduce((total, each) => total + of(each), 0);
  const [results, added, known] = [sum((each) => each.results), sum((each) => each.added), sum((each) => each.known)];
  const left = [
    ...(skipped > 0 ? [`${counted(skipped, 'line')} left out`] : []),
    ...(known > 0 ? [`${counted(known, 'incident')} left out: svcmon has seen them itself`] : []),
  ];
  const found = `${counted(
    sum((each) => each.incidents),
    'incident',
  )} in them`;
  const head = isDryRun
    ? `${counted(results, 'result')} could be imported, ${found}; nothing was stored`
    : `${counted(added, 'new result')} of ${results} imported, ${found}`;
  return [head, ...left].join('; ');
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** The same as plain data. */
export function importDocument({ services, skipped, isDryRun }: ImportOutcome) {
  return {
    schema: 'svcmon.import/v1' as const,
    dry_run: isDryRun,
    skipped_lines: skipped,
    services: services.map(({ service, results, added, incidents, known, firstAt, lastAt }) => ({
      name: toPlainLine(service),
      results,
      added: isDryRun ? null : added,
      incidents,
      known_incidents: known,
      first: toInstant(firstAt),
      last: toInstant(lastAt),
    })),
  };
}
