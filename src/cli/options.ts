import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ListenAddress, parseListenAddress } from '../config/listen-address.ts';
import type { Selection } from './selection.ts';

/** Where services.yaml is when nothing else is said. */
export const defaultConfigPath = 'config/services.yaml';

export interface ConfigOptions {
  /** Absent unless `-c` was given: only the default file is made when it is missing. */
  readonly config?: string;
}

/** Declares `-c, --config FILE`. */
export function withConfigOption(command: Command): Command {
  return command.option('-c, --config <file>', `the configuration (default: ${defaultConfigPath})`);
}

export interface SelectionOptions {
  readonly group?: string;
  readonly tag?: readonly string[];
  readonly grep?: string;
}

/** Declares the arguments and options that pick services. */
export function withSelectionOptions(command: Command): Command {
  return command
    .argument('[names...]', 'only these services')
    .option('--group <group>', 'only services of this group')
    .option(
      '--tag <key=value>',
      'only services with this tag, or with this key; may be repeated, all must hold',
      collect,
    )
    .option('--grep <text>', 'only services whose name contains this text');
}

/** The selection that arguments and options ask for. */
export function selectionOf(names: readonly string[], { group, tag = [], grep }: SelectionOptions): Selection {
  return { names, tags: tag, ...(group === undefined ? {} : { group }), ...(grep === undefined ? {} : { grep }) };
}

/** Adds each use of a repeatable option to a list. */
export function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

/** A whole number of at least one. */
export function positiveInteger(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('Expected a whole number of at least 1.');
  return number;
}

/** A number of seconds from one to a day; yields ms. */
export function seconds(value: string): number {
  const number = Number(value);
  if (value.trim() === '' || !(number >= 1 && number <= 86_400)) {
    throw new InvalidArgumentError('Expected a number of seconds from 1 to 86400.');
  }
  return Math.round(number * 1_000);
}

/** An address and a port. */
export function listenAddress(value: string): ListenAddress {
  const address = parseListenAddress(value);
  if (address === undefined) throw new InvalidArgumentError(`Expected an address and a port, such as 127.0.0.1:8686.`);
  return address;
}

/** An option that takes one word of a list. */
export function choice(flags: string, description: string, words: readonly string[]): Option {
  return new Option(flags, description).choices(words);
}
