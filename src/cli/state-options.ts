import type { Command } from 'commander';
import { type ConfigOptions, choice, collect, withConfigOption } from './options.ts';

/** What every command has that works on the store. */
export interface StateOptions extends ConfigOptions {
  readonly storage?: string;
}

/** Declares `-c` and `--storage URL`. */
export function withStateOptions(command: Command): Command {
  return withConfigOption(command).option(
    '--storage <url>',
    'the history, such as sqlite:data/svcmon.db (default: storage.url of the configuration)',
  );
}

/** What every command has that shows stored state. */
export interface ShowOptions extends StateOptions {
  readonly format: 'table' | 'json';
}

/** Declares `-c`, `--storage` and `-o table|json`. */
export function withShowOptions(command: Command): Command {
  return withStateOptions(command).addOption(
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

/** Which services a silence or a maintenance window is about. */
export interface MatchOptions {
  readonly service?: readonly string[];
  readonly group?: string;
  readonly tag?: readonly string[];
  readonly all?: boolean;
}

/** Declares the options that say which services something is about. */
export function withMatchOptions(command: Command): Command {
  return command
    .option('--service <name>', 'this service; may be repeated', collect)
    .option('--group <group>', 'the services of this group')
    .option('--tag <key=value>', 'the services with this tag; may be repeated, all must hold', collect)
    .option('--all', 'every service');
}

/** How long something lasts, as typed. */
export interface SpanOptions {
  readonly from?: string;
  readonly for?: string;
  readonly until?: string;
}

/** Declares `--for` and `--until`. */
export function withEndOptions(command: Command): Command {
  return command
    .option('--for <duration>', 'how long, such as 30m or 2h')
    .option('--until <time>', 'when it ends, such as 22:00 or "2026-12-24 22:00"');
}
