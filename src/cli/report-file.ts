import { appendFile, mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createAtomically, writeAtomically } from '../config/atomic-write.ts';
import type { CheckReport } from '../domain/check-report.ts';
import type { RenderOptions } from '../reporting/format.ts';
import { markdown } from '../reporting/markdown.ts';
import { formatByExtension, formats } from '../reporting/registry.ts';
import type { CommandContext } from './command.ts';
import { UsageError } from './exit-code.ts';
import type { Output } from './output.ts';

/** A report that will be written to a file. */
export interface ReportFile {
  /** Writes it whole or not at all; a file that cannot be written is told as a warning. */
  write(report: CheckReport, output: Output): Promise<void>;
}

const reportsFolder = 'reports';
const plainLook: RenderOptions = { color: false, width: Number.POSITIVE_INFINITY, unicode: true };

/** Where a report goes and how it is written; throws a UsageError, before anything is probed, when the extension says nothing. */
export function planReportFile(name: string): ReportFile {
  const format = formatByExtension(name);
  if (format === undefined) {
    const known = formats.flatMap(({ extensions }) => extensions).join(', ');
    throw new UsageError(`--output ${name}: the extension chooses the format; use one of ${known}`);
  }
  const path = basename(name) === name ? join(reportsFolder, name) : name;
  return {
    async write(report, output) {
      try {
        await mkdir(dirname(path), { recursive: true });
        const text = format.render(report, plainLook);
        if (!(await createAtomically(path, text))) await writeAtomically(path, text);
        output.note(`report written to ${path}`);
      } catch (error) {
        output.note(`warning: the report could not be written to ${path}: ${codeOf(error)}`);
      }
    },
  };
}

/** Adds the report to the summary page of a GitHub Actions job, where there is one. */
export async function writeStepSummary(report: CheckReport, { environment, output }: CommandContext): Promise<void> {
  const path = environment.GITHUB_STEP_SUMMARY;
  if (path === undefined || path === '') return;
  try {
    await appendFile(path, markdown.render(report, plainLook));
  } catch (error) {
    output.note(`warning: the job summary could not be written: ${codeOf(error)}`);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
