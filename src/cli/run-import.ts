import { type ImportedService, type ImportStore, importResults } from '../app/import-results.ts';
import { systemClock } from '../app/system-clock.ts';
import { serviceKnownByName } from '../config/readable.ts';
import type { Service } from '../domain/service.ts';
import type { CommandContext, CommandInput } from './command.ts';
import { type ExitCode, exitCodes, UsageError } from './exit-code.ts';
import { columnsOf } from './import/columns.ts';
import { fillStore } from './import/fill-store.ts';
import { createImportProgress } from './import/import-progress.ts';
import { importDocument, importSummary } from './import/import-summary.ts';
import { ProblemList } from './import/problem-list.ts';
import { type ImportFormat, openResultFile, type ResultFile } from './import/result-file.ts';
import { statusWords } from './import/status-words.ts';
import type { TimeFormat } from './import/time-formats.ts';
import { durationIn } from './instant.ts';
import { openState, type StateConfig } from './open-state.ts';
import type { StateOptions } from './state-options.ts';
import { readStore } from './stored-state.ts';
import { lookOf } from './terminal.ts';
import { createWallTime } from './wall-time.ts';

/** The options of `svcmon import results`. */
export interface ImportOptions extends StateOptions {
  readonly format: ImportFormat;
  readonly service?: string;
  readonly columns?: string;
  readonly statuses?: string;
  readonly timeFormat: TimeFormat;
  readonly interval?: string;
  readonly failureCount?: number;
  readonly recoveryCount?: number;
  readonly skipInvalid?: true;
  readonly dryRun?: true;
  readonly print: 'table' | 'json';
}

/** Runs `svcmon import results` from the parsed command line to its exit code. */
export async function runImport(
  { args: [, path = ''], options }: CommandInput<ImportOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  const { output } = context;
  const config = await openState(options, context);
  const known = new Map(config.services.map(({ service }) => [service.name, service]));
  const progress = createImportProgress(context);
  const file = await openResultFile({ path, ...rulesOf(options, known), onProgress: progress.at });
  progress.begin('reading');
  const problems = await findProblems(file, context);
  if (problems.count > 0) tellProblems(problems, options, context);
  progress.begin('importing');
  const services = await store(file, { options, config, known, context });
  if (services === undefined) {
    output.note('stopped: what is imported by now stays, and the same command goes on with it');
    return exitCodes.interrupted;
  }
  const outcome = { services, skipped: problems.count, isDryRun: options.dryRun ?? false };
  if (options.print === 'json') output.data(`${JSON.stringify(importDocument(outcome), null, 2)}\n`);
  else
    output.data(importSummary(outcome, createWallTime({ nowAt: systemClock.now() }), lookOf(output.stdout, context)));
  return exitCodes.ok;
}

function rulesOf({ format, service, columns, statuses, timeFormat, interval }: ImportOptions, known: KnownServices) {
  const intervalMs = interval === undefined ? undefined : durationIn('--interval', interval);
  const rules = {
    timeFormat,
    words: statusWords(statuses),
    intervalOf: (name: string) => intervalMs ?? known.get(name)?.intervalMs,
    nowAt: systemClock.now(),
    ...(service !== undefined && { service }),
  };
  return { format, columns: columnsOf(columns), rules };
}

type KnownServices = ReadonlyMap<string, Service>;

/** Reads the file without storing anything. */
async function findProblems(file: ResultFile, { signal }: CommandContext): Promise<ProblemList> {
  const problems = new ProblemList();
  for await (const _ of file.read(problems)) if (signal.aborted) break;
  return problems;
}

function tellProblems(problems: ProblemList, { skipInvalid }: ImportOptions, { output }: CommandContext): void {
  for (const line of problems.lines()) output.note(line);
  if (skipInvalid) return;
  const lines = problems.count === 1 ? '1 line has' : `${problems.count} lines have`;
  throw new UsageError(
    `${lines} a mistake: nothing was imported; mend the file, or leave them out with --skip-invalid`,
  );
}

interface Import {
  readonly options: ImportOptions;
  readonly config: StateConfig;
  readonly known: KnownServices;
  readonly context: CommandContext;
}

/** Undefined where it was stopped. */
async function store(
  file: ResultFile,
  { options, config, known, context }: Import,
): Promise<readonly ImportedService[] | undefined> {
  const { signal, output } = context;
  const { failureCount, recoveryCount } = options;
  const policyOf = (name: string) => {
    const { failureCountAlert, recoveryCount: count } = known.get(name) ?? serviceKnownByName(name);
    return { failureCountAlert: failureCount ?? failureCountAlert, recoveryCount: recoveryCount ?? count };
  };
  const importInto = (into: ImportStore) =>
    importResults(file.read(new ProblemList()), { store: into, policyOf, signal });
  try {
    if (options.dryRun) {
      const quiet = { output: { ...output, note: () => undefined } };
      return await readStore(config, quiet, (reader) => importInto({ ...reader, ...withoutWriting }));
    }
    const retention = config.config?.storage.retention;
    return await fillStore({ ...config.storage, ...(retention && { retention }) }, importInto, signal);
  } catch (thrown) {
    if (signal.aborted) return undefined;
    throw thrown;
  }
}

const withoutWriting: Pick<ImportStore, 'importResults' | 'commit'> = {
  importResults: async () => ({ added: 0 }),
  commit: async () => undefined,
};
