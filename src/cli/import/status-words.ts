import { type Status, statuses } from '../../domain/status.ts';
import { UsageError } from '../exit-code.ts';

/** By word, in small letters, the status it stands for. */
export type StatusWords = ReadonlyMap<string, Status>;

/** The words that are understood without being told. */
const usualStatusWords: StatusWords = new Map<string, Status>([
  ...statuses.map((status) => [status, status] as const),
  ['up', 'healthy'],
  ['down', 'unhealthy'],
  ['1', 'healthy'],
  ['0', 'unhealthy'],
  ['true', 'healthy'],
  ['false', 'unhealthy'],
]);

/** The usual words and those of `--statuses`, such as `pending=unhealthy,paused=unknown`, which go before. Throws a UsageError for what is no such list. */
export function statusWords(option: string | undefined): StatusWords {
  if (option === undefined) return usualStatusWords;
  const told = option.split(',').map((part) => {
    const [, word, name] = /^(.+)=([a-z]+)$/.exec(part.trim()) ?? [];
    const status = statuses.find((each) => each === name);
    if (word !== undefined && status !== undefined) return [word.trim().toLowerCase(), status] as const;
    throw new UsageError(
      `--statuses ${JSON.stringify(option)}: expected word=status such as "pending=unhealthy,paused=unknown"; the statuses are ${statuses.join(', ')}`,
    );
  });
  return new Map([...usualStatusWords, ...told]);
}
