import type { SlaReport } from '../../domain/sla-report.ts';
import { exitCodes, UsageError } from '../exit-code.ts';
import { closestNames, describeUnmatched, type Selection } from '../selection.ts';

/** Throws where a name is that of no service, configured or recorded, so that a slip never passes as a smaller report; or nothing matches at all. */
export function requireMatches({ services }: SlaReport, known: readonly string[], selection: Selection): void {
  const reported = new Set(services.map(({ service }) => service));
  const unmatched = selection.names
    .filter((name) => !reported.has(name))
    .map((name) => ({ name, closest: closestNames(name, known) }));
  if (unmatched.length > 0) throw new UsageError(unmatched.map(describeUnmatched).join('; '), exitCodes.noMatch);
  if (services.length > 0 || isEverything(selection)) return;
  throw new UsageError('no service matches', exitCodes.noMatch);
}

function isEverything({ names, group, tags, grep }: Selection): boolean {
  return names.length === 0 && group === undefined && tags.length === 0 && grep === undefined;
}
