import { exitCodes, UsageError } from './exit-code.ts';
import { closestNames } from './selection.ts';

/** Throws a UsageError, which tells the closest names, where there is no channel of that name. */
export function knownChannel(name: string, existing: readonly string[]): void {
  if (existing.includes(name)) return;
  const near = closestNames(name, [...new Set(existing)]).map((other) => `"${other}"`);
  const advice = near.length === 0 ? '' : `; did you mean ${near.join(' or ')}?`;
  throw new UsageError(`no channel is named ${JSON.stringify(name)}${advice}`, exitCodes.noMatch);
}
