import { createEffects } from '../app/effects.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import type { Status } from '../domain/status.ts';
import type { DoctorDocument } from '../reporting/doctor-schema.ts';
import { lineOrNull } from '../reporting/machine-values.ts';
import { styleOf } from '../reporting/style.ts';
import type { CommandContext, CommandInput } from './command.ts';
import { channelsExamination } from './doctor/channels.ts';
import { clockExamination } from './doctor/clock.ts';
import { diskExamination } from './doctor/disk.ts';
import type { Diagnosis, Examination } from './doctor/examination.ts';
import { historyExamination } from './doctor/history.ts';
import { namesExamination } from './doctor/names.ts';
import { nodeExamination } from './doctor/node.ts';
import { openFilesExamination } from './doctor/open-files.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { openConfig } from './open-config.ts';
import type { ConfigOptions } from './options.ts';
import { lookOf } from './terminal.ts';

/** The options of `svcmon doctor`. */
export interface DoctorOptions extends ConfigOptions {
  readonly channels?: boolean;
  readonly format: 'text' | 'json';
}

const examinations: readonly Examination[] = [
  nodeExamination,
  clockExamination,
  namesExamination,
  diskExamination,
  historyExamination,
  openFilesExamination,
];

/** Runs `svcmon doctor` from the parsed command line to its exit code: 1 where something keeps svcmon from its work. */
export async function runDoctor({ options }: CommandInput<DoctorOptions>, context: CommandContext): Promise<ExitCode> {
  const { output, signal } = context;
  const config = await openConfig(options, context);
  const patient = { config, effects: createEffects(), nodeVersion: process.versions.node, signal };
  const all = options.channels ? [...examinations, channelsExamination] : examinations;
  const found = await Promise.all(
    all.map(async ({ name, examine }) => (await examine(patient)).map((diagnosis) => ({ name, ...diagnosis }))),
  );
  if (signal.aborted) return exitCodes.interrupted;
  const lines = found.flat();
  output.data(options.format === 'json' ? toJson(lines) : toText(lines, context));
  return lines.some(({ verdict }) => verdict === 'bad') ? exitCodes.failed : exitCodes.ok;
}

type Line = Diagnosis & { readonly name: string };

function toJson(lines: readonly Line[]): string {
  const findings = lines.map(({ name, verdict, text, mend }) => {
    return { name, verdict, text: toPlainLine(text), mend: lineOrNull(mend) };
  });
  const fit = lines.every(({ verdict }) => verdict !== 'bad');
  const document: DoctorDocument = { schema: 'svcmon.doctor/v1', fit, findings };
  return `${JSON.stringify(document, null, 2)}\n`;
}

const looks: Readonly<Record<Diagnosis['verdict'], Status>> = {
  fine: 'healthy',
  doubtful: 'degraded',
  bad: 'unhealthy',
};

function toText(lines: readonly Line[], context: CommandContext): string {
  const { glyphs, status, quiet } = styleOf(lookOf(context.output.stdout, context));
  const widest = Math.max(...lines.map(({ name }) => name.length));
  return lines
    .map(({ name, verdict, text, mend }) => {
      const look = looks[verdict];
      const head = `${status[look](glyphs.status[look])} ${name.padEnd(widest)}  ${toPlainLine(text)}\n`;
      return mend === undefined ? head : `${head}${' '.repeat(widest + 4)}${quiet(toPlainLine(mend))}\n`;
    })
    .join('');
}
