import { type Availability, type Durations, floorPercent } from '../../domain/availability.ts';

// From here on what is missing is not worth a word.
const wellCovered = 0.99;

/** Whether so little is known of a stretch of time that it has to be said. */
export function isPartlyKnown({ coverage }: Availability): boolean {
  return coverage !== undefined && coverage < wellCovered;
}

/** `99.95 %`, and with a question mark where less than 99 % of the time is known; undefined where nothing is. */
export function uptimeText(availability: Availability): string | undefined {
  if (availability.availability === undefined) return undefined;
  return `${floorPercent(availability.availability)} %${isPartlyKnown(availability) ? '?' : ''}`;
}

/** What to make of an uptime at a glance: not enough is known, or it was down. */
export function uptimeTone({
  availability,
  durations,
}: {
  readonly availability: Availability;
  readonly durations: Durations;
}): 'unknown' | 'unhealthy' | undefined {
  if (isPartlyKnown(availability)) return 'unknown';
  return durations.down > 0 ? 'unhealthy' : undefined;
}

/** `known: 97 % of 24h, 31 % of 90d`; empty where nearly everything is. */
export function coverageRemark(
  spans: readonly { readonly name: string; readonly availability: Availability }[],
): string {
  const gaps = spans.flatMap(({ name, availability }) => {
    return isPartlyKnown(availability) ? [`${coverageText(availability)} of ${name}`] : [];
  });
  return gaps.length === 0 ? '' : `known: ${gaps.join(', ')}`;
}

/** `97 %`, cut off; `< 1 %` where it is hardly anything; undefined where there was nothing to know. */
export function coverageText({ coverage }: Availability): string | undefined {
  if (coverage === undefined) return undefined;
  const percent = Math.floor(coverage * 100 + 1e-6);
  return percent === 0 && coverage > 0 ? '< 1 %' : `${percent} %`;
}
