import { basename, dirname, extname, join } from 'node:path';
import { stemOf, writeReportFiles } from '../../app/sla/report-files.ts';
import type { ReportFile } from '../../domain/report-file.ts';
import type { ReportFormat } from '../../domain/report-format.ts';
import type { NamedPeriod } from '../../domain/report-period.ts';
import type { SlaReport } from '../../domain/sla-report.ts';
import type { SlaFormat, SlaHeader } from '../../reporting/sla/format.ts';
import { slaFormatByExtension, slaFormats, slaFormatsNamed } from '../../reporting/sla/registry.ts';
import { exitCodes, UsageError } from '../exit-code.ts';
import type { SelectionOptions } from '../options.ts';
import type { Output } from '../output.ts';

/** Where a report goes. */
export interface Destination {
  /** False where it is stdout. */
  readonly isFile: boolean;
  /** Writes it whole or not at all; rejects with a UsageError where a file cannot be written. */
  write(report: SlaReport, header: SlaHeader, output: Pick<Output, 'data'>): Promise<readonly ReportFile[]>;
}

export interface DestinationParts {
  readonly names: readonly string[];
  readonly options: SelectionOptions & {
    readonly format?: readonly ReportFormat[];
    readonly output?: string;
    readonly email?: string;
  };
  readonly period: NamedPeriod;
  /** The folder where no file is named. */
  readonly directory: string;
}

/** Where a report goes, and in which formats; throws a UsageError, before anything is read, for what cannot be. */
export function destinationOf(parts: DestinationParts): Destination {
  const { output: file, format, email } = parts.options;
  if (file === undefined) return folder(parts);
  if (format !== undefined && format.length > 1) {
    throw new UsageError('--output takes one --format; without it every format gets a file of its own');
  }
  if (file === '-') {
    if (email !== undefined) throw new UsageError('--email sends files: leave out "--output -"');
    return stdout(oneFormat(format ?? ['md']));
  }
  const chosen = format === undefined ? slaFormatByExtension(file) : oneFormat(format);
  if (chosen === undefined) {
    const known = slaFormats.map(({ extension }) => extension).join(', ');
    throw new UsageError(`--output ${file}: the extension chooses the format; use one of ${known}, or --format`);
  }
  return named(file, chosen);
}

function oneFormat(names: readonly ReportFormat[]): SlaFormat {
  const [format] = slaFormatsNamed(names);
  if (format === undefined) throw new UsageError('name a format');
  return format;
}

function stdout(format: SlaFormat): Destination {
  return {
    isFile: false,
    async write(report, header, output) {
      output.data(format.render(report, header));
      return [];
    },
  };
}

function named(file: string, format: SlaFormat): Destination {
  const extension = extname(file);
  const target = { directory: dirname(file), stem: basename(file, extension) };
  const formats = [{ ...format, extension: extension.slice(1) }];
  return { isFile: true, write: (report, header) => writing({ report, header, formats, ...target }) };
}

/** Named after the period, and after what was selected: part of a report never takes the place of the whole. */
function folder({ names, options, period, directory }: DestinationParts): Destination {
  const { group, tag = [], grep, format = ['html'] } = options;
  const selected = [
    ...names,
    ...(group === undefined ? [] : ['group', group]),
    ...tag.flatMap((one) => ['tag', one]),
    ...(grep === undefined ? [] : ['grep', grep]),
  ];
  const stem = stemOf([period.label, ...selected].join(' '));
  const formats = slaFormatsNamed(format);
  return { isFile: true, write: (report, header) => writing({ report, header, formats, directory, stem }) };
}

async function writing(what: Parameters<typeof writeReportFiles>[0]): Promise<readonly ReportFile[]> {
  try {
    return await writeReportFiles(what);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const path = join(what.directory, what.stem);
    throw new UsageError(`the report cannot be written to ${path}: ${code}`, exitCodes.unhealthy);
  }
}
