import { isTooShort } from '../../domain/min-outage.ts';
import type { Outage } from '../../domain/outage.ts';
import type { Objective, ServiceFigures } from '../../domain/sla-report.ts';
import { totalMs } from './html-longest.ts';
import { lengthText } from './length-text.ts';

/** What is said of an incident whose down time does not count, in part or all of it, because it was too short; else nothing. */
export function tooShortText({ troubles }: Outage, objective: Objective | undefined): string {
  const downs = troubles.filter(({ state }) => state === 'down');
  const short = downs.filter((trouble) => isTooShort(trouble, objective));
  if (short.length === 0) return '';
  return short.length === downs.length
    ? ', too short to count'
    : `, ${lengthText(totalMs(short))} of it too short to count`;
}

/** How many incidents that began in the period cost nothing, since all of their down time was too short. */
export function tooShortIncidents(
  { outages, objective }: Pick<ServiceFigures, 'outages' | 'objective'>,
  { fromAt, toAt }: { readonly fromAt: number; readonly toAt: number },
): number {
  const began = outages.filter(({ down }) => down !== undefined && fromAt <= down.startedAt && down.startedAt < toAt);
  return began.filter(({ troubles }) => {
    return troubles.every((trouble) => trouble.state !== 'down' || isTooShort(trouble, objective));
  }).length;
}
