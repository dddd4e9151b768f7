import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createAtomically, writeAtomically } from '../../config/atomic-write.ts';
import type { ReportFile } from '../../domain/report-file.ts';
import type { SlaReport } from '../../domain/sla-report.ts';
import type { SlaFormat, SlaHeader } from '../../reporting/sla/format.ts';

/** A report to be written as files, one for each format. */
export interface ReportWriting {
  readonly report: SlaReport;
  readonly header: SlaHeader;
  readonly formats: readonly SlaFormat[];
  /** Made where it is missing. */
  readonly directory: string;
  /** The name of the files without their extension. */
  readonly stem: string;
}

/** Writes the files, each whole or not at all, over those of the same name. Rejects with the system's error. */
export async function writeReportFiles(writing: ReportWriting): Promise<readonly ReportFile[]> {
  const { report, header, formats, directory, stem } = writing;
  const files: ReportFile[] = [];
  for (const { extension, mediaType, render } of formats) {
    const name = `${stem}.${extension}`;
    const path = resolve(directory, name);
    await writeWhole(join(directory, name), render(report, header));
    files.push({ name, path, mediaType });
  }
  return files;
}

/** Writes a file whole or not at all, its folder too where it is missing. Rejects with the system's error. */
async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  if (!(await createAtomically(path, text))) await writeAtomically(path, text);
}

const longestStem = 120;

/** A name of files for this text: letters, digits and `.-_` of it. */
export function stemOf(text: string): string {
  return text
    .replace(/[^\p{L}\p{N}._]+/gu, '-')
    .replace(/^[-.]+|-+$/g, '')
    .slice(0, longestStem);
}
