import { formatProblem, type Problem } from '../config/problem.ts';
import type { CommandContext } from './command.ts';

/** Says on stderr, one line each, what is no mistake in a configuration but worth a look; nothing with `-q`. */
export function tellWarnings(
  warnings: readonly Problem[],
  { output, quiet }: Pick<CommandContext, 'output' | 'quiet'>,
): void {
  if (quiet) return;
  for (const warning of warnings) output.note(`warning: ${formatProblem(warning)}`);
}
