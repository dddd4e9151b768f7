import { existsSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { formatProblems } from '../config/problem.ts';
import { writeStarter } from '../config/starter.ts';
import type { CommandContext } from './command.ts';
import { UsageError } from './exit-code.ts';
import { type ConfigOptions, defaultConfigPath } from './options.ts';
import { stderrColor } from './terminal.ts';

/** Loads the configuration; its problems are written to stderr, then it rejects with a UsageError. */
export async function openConfig({ config }: ConfigOptions, context: CommandContext): Promise<Config> {
  const path = config ?? defaultConfigPath;
  const { output, environment } = context;
  const result = await loadConfig({ path, environment });
  if (result.ok) return result.config;
  output.note(formatProblems(result.problems, result.sources, { color: stderrColor(context) }).trimEnd());
  const count = result.problems.length === 1 ? '1 problem' : `${result.problems.length} problems`;
  throw new UsageError(`${count} in the configuration; nothing was probed`);
}

/** The same; where the default file is missing, a starter file is written there first, and said so. */
export async function openOrStartConfig(options: ConfigOptions, context: CommandContext): Promise<Config> {
  if (options.config === undefined && !existsSync(defaultConfigPath) && (await writeStarter(defaultConfigPath))) {
    context.output.note(`${defaultConfigPath} was missing: a commented starter file was written there`);
  }
  return openConfig(options, context);
}
