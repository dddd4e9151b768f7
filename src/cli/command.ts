import type { Command, OptionValues } from 'commander';
import type { Environment } from '../config/environment.ts';
import type { ExitCode } from './exit-code.ts';
import type { Output } from './output.ts';

/** What every command gets from the process. */
export interface CommandContext {
  readonly output: Output;
  readonly environment: Environment;
  /** Aborted on the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** Aborted when nobody reads stdout any more. */
  readonly readerGone: AbortSignal;
  /** Calls back on every SIGHUP from now on, which would else end the process; what it returns ends that. */
  onHangup(listener: () => void): () => void;
  /** From `--color` and `--no-color`; absent when neither was given. */
  readonly color?: boolean;
  /** From `--quiet`: nothing is to be said on stderr but what went wrong. */
  readonly quiet?: true;
}

/** The parsed arguments, without empty optional ones, and options of one call. */
export interface CommandInput<Options> {
  readonly args: readonly string[];
  readonly options: Options;
}

/** One command of the command line. Its file imports what is heavy only when it runs. */
export interface CommandDefinition<Options extends OptionValues = never> {
  readonly name: string;
  readonly summary: string;
  /** Command lines as people would type them, shown before everything else in its help. */
  readonly examples: readonly string[];
  /** Declares arguments and options on commander's command; their parsers must yield the types of Options. */
  configure(command: Command): Command;
  /** Runs it; rejects with a UsageError for a mistake of the caller. */
  run(input: CommandInput<Options>, context: CommandContext): Promise<ExitCode>;
}

/** Gives a command its types; the value comes back unchanged. */
export function defineCommand<Options extends OptionValues>(
  definition: CommandDefinition<Options>,
): CommandDefinition<Options> {
  return definition;
}

/** Several commands under one word, such as `svcmon incidents show`. */
export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
  /** The first runs where none of them is named; it takes options only. */
  readonly commands: readonly [CommandDefinition, ...CommandDefinition[]];
}

/** Gives a group of commands its type; the value comes back unchanged. */
export function defineCommandGroup(group: CommandGroup): CommandGroup {
  return group;
}
