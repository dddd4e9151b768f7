import { existsSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import { type LoadOptions, type LoadResult, loadConfig } from '../config/load.ts';
import { formatProblems } from '../config/problem.ts';
import { writeStarter } from '../config/starter.ts';
import type { CommandContext } from './command.ts';
import { UsageError } from './exit-code.ts';
import { type ConfigOptions, defaultConfigPath } from './options.ts';
import { stderrColor } from './terminal.ts';

/** A configuration without mistakes, and where it comes from. */
export type OpenedConfig = Extract<LoadResult, { ok: true }>;

/** Loads the configuration; its problems are written to stderr, then it rejects with a UsageError. Warnings are for the caller to tell. */
export async function openConfig({ config }: ConfigOptions, context: CommandContext): Promise<Config> {
  const path = config ?? defaultConfigPath;
  const { config: opened } = await openFile({ path, environment: context.environment }, context);
  return opened;
}

/** The same with all that loading takes, and with where it comes from. */
export async function openFile(options: LoadOptions, { output, ...context }: CommandContext): Promise<OpenedConfig> {
  const result = await loadConfig(options);
  if (result.ok) return result;
  output.note(
    formatProblems(result.problems, result.sources, { color: stderrColor({ ...context, output }) }).trimEnd(),
  );
  const count = result.problems.length === 1 ? '1 problem' : `${result.problems.length} problems`;
  throw new UsageError(`${count} in the configuration; nothing was probed`);
}

/** Loads the configuration; where the default file is missing, a starter file is written there first, and said so. */
export async function openOrStartConfig(options: ConfigOptions, context: CommandContext): Promise<Config> {
  await startConfig(options, context);
  return openConfig(options, context);
}

/** Writes a starter file where the default one is missing and no other is named, and says so. */
export async function startConfig({ config }: ConfigOptions, { output }: CommandContext): Promise<void> {
  if (config === undefined && !existsSync(defaultConfigPath) && (await writeStarter(defaultConfigPath))) {
    output.note(`${defaultConfigPath} was missing: a commented starter file was written there`);
  }
}
