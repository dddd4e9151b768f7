import type { Command } from 'commander';
import { type ConfigOptions, choice, withConfigOption } from './options.ts';

/** What every command has that shows stored state. */
export interface ShowOptions extends ConfigOptions {
  readonly format: 'table' | 'json';
}

/** Declares `-c` and `-o table|json`. */
export function withShowOptions(command: Command): Command {
  return withConfigOption(command).addOption(
    choice('-o, --format <format>', 'how to write it', ['table', 'json']).default('table'),
  );
}

/** What every command has that a person changes stored state with. */
export interface PersonOptions {
  readonly by?: string;
}

/** Declares `--by NAME`. */
export function withPersonOption(command: Command): Command {
  return command.option('--by <name>', 'who does it (default: the user of this terminal)');
}
