import type { Service } from '../domain/service.ts';
import { exitCodes, UsageError } from './exit-code.ts';
import { describeUnmatched, type Selection, select } from './selection.ts';

/** The services of a selection. Throws when a name matches nothing, so that a slip never passes as a smaller check, or nothing matches at all. */
export function selectOrFail<Item extends { readonly service: Service }>(
  items: readonly Item[],
  selection: Selection,
): readonly Item[] {
  const { selected, unmatched } = select(items, selection);
  if (unmatched.length > 0) throw new UsageError(unmatched.map(describeUnmatched).join('; '), exitCodes.noMatch);
  if (selected.length === 0) throw new UsageError('no service matches', exitCodes.noMatch);
  return selected;
}
