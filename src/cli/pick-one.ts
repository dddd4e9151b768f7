import { exitCodes, UsageError } from './exit-code.ts';
import { shortIds, withIdLike } from './short-ids.ts';

const mostNamed = 5;

/** The one item whose id is, or begins with, this text; rejects with a UsageError where there is none, or more than one. */
export function pickOne<T extends { readonly id: string }>(items: readonly T[], text: string, kind: string): T {
  const found = withIdLike(items, text);
  const [one, another] = found;
  if (one === undefined || text === '') {
    throw new UsageError(`there is no ${kind} ${JSON.stringify(text)}`, exitCodes.noMatch);
  }
  if (another === undefined) return one;
  const names = [...shortIds(found.map(({ id }) => id)).values()].slice(0, mostNamed).join(', ');
  const more = found.length > mostNamed ? ', …' : '';
  throw new UsageError(`${JSON.stringify(text)} is the beginning of ${found.length} ids: ${names}${more}`);
}
