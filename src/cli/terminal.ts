import type { Environment } from '../config/environment.ts';
import type { RenderOptions } from '../reporting/format.ts';
import type { CommandContext } from './command.ts';
import type { StreamFacts } from './output.ts';

type Wishes = Pick<CommandContext, 'environment' | 'color'>;

/** How a stream is to be written to: colours, width and signs. */
export function lookOf(stream: StreamFacts, wishes: Wishes): RenderOptions {
  return { color: colorFor(stream, wishes), width: stream.width, unicode: supportsUnicode(wishes.environment) };
}

/**
 * Whether a stream gets colours. The first that says something wins: `--color` or `--no-color`, a NO_COLOR that is not
 * empty (https://no-color.org), FORCE_COLOR (`0` and `false` switch off, https://force-color.org), TERM=dumb, and then
 * whether it is a terminal.
 */
export function colorFor({ isTTY }: Pick<StreamFacts, 'isTTY'>, { environment, color }: Wishes): boolean {
  if (color !== undefined) return color;
  const { NO_COLOR: never = '', FORCE_COLOR: force = '', TERM: terminal } = environment;
  if (never !== '') return false;
  if (force !== '') return force !== '0' && force !== 'false';
  return isTTY && terminal !== 'dumb';
}

/** Whether notes on stderr get colours. */
export function stderrColor(context: Wishes & Pick<CommandContext, 'output'>): boolean {
  return colorFor(context.output.stderr, context);
}

/**
 * Whether the locale is UTF-8, by the variable that decides it (POSIX.1-2017 §8.2). The Linux console has no glyphs for
 * the symbols; Windows Terminal has them and sets no locale.
 */
export function supportsUnicode({ LC_ALL, LC_CTYPE, LANG, TERM, WT_SESSION }: Environment): boolean {
  if (TERM === 'linux') return false;
  const locale = [LC_ALL, LC_CTYPE, LANG].find((value) => value !== undefined && value !== '');
  return locale === undefined ? WT_SESSION !== undefined : /utf-?8/i.test(locale);
}
