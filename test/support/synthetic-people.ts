import type { MaintenanceWindow } from '../../src/domain/silence.ts';
import { randomFrom } from './many-results.ts';
import type { SyntheticPause, SyntheticService, YearFrame } from './synthetic-year.ts';

const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** When people paused a service: a few times, never twice at once; the last may go on. */
export function synthesizePauses(
  random: () => number,
  { fromAt, toAt }: { readonly fromAt: number; readonly toAt: number },
): readonly SyntheticPause[] {
  const pauses: SyntheticPause[] = [];
  let at = fromAt + Math.floor(random() * 90 * dayMs);
  while (at < toAt) {
    const endsAt = at + Math.floor(random() ** 3 * 10 * dayMs);
    pauses.push(endsAt < toAt ? { fromAt: at, toAt: endsAt } : { fromAt: at });
    at = endsAt + hourMs + Math.floor(random() * 200 * dayMs);
  }
  return pauses;
}

/** Maintenance of one service, groups, tags and everything: announced in time, too late, and called off. */
export function synthesizeWindows(
  services: readonly Pick<SyntheticService, 'name'>[],
  { seed, fromAt, toAt }: YearFrame,
): readonly MaintenanceWindow[] {
  const random = randomFrom(seed * 7_919 + 1);
  const starts = [
    ...landmarks,
    ...Array.from({ length: 2 * services.length }, () => Math.floor(fromAt + random() * (toAt - fromAt))),
  ];
  const windows = starts.map((startsAt, number) => synthesizeWindow(number, { startsAt, services, random }));
  return windows.sort((a, b) => a.startsAt - b.startsAt);
}

/** Windows over the ends of the year, of months and of summer time, in UTC and in Berlin. */
const landmarks = [
  Date.UTC(2024, 11, 31, 21, 30),
  Date.UTC(2025, 11, 31, 22, 15),
  Date.UTC(2025, 2, 30, 0, 20),
  Date.UTC(2025, 9, 26, 0, 40),
  Date.UTC(2025, 6, 31, 21, 59, 59, 999),
];

interface Occasion {
  readonly startsAt: number;
  readonly services: readonly Pick<SyntheticService, 'name'>[];
  readonly random: () => number;
}

function synthesizeWindow(number: number, { startsAt, services, random }: Occasion): MaintenanceWindow {
  const endsAt = startsAt + hourMs + Math.floor(random() * 9 * hourMs);
  const createdAt = announcedAt(number, startsAt, random);
  const cancelledAt = cancelledAtOf(number, { startsAt, endsAt, createdAt });
  const isConfigured = number % 3 === 0;
  return {
    id: `window-${number}`,
    name: `patching ${number % 6}`,
    match: matchOf(number, services, random),
    startsAt,
    endsAt,
    createdAt,
    by: isConfigured ? 'services.yaml' : 'ada',
    origin: isConfigured ? 'config' : 'person',
    ...(cancelledAt !== undefined && { cancelledAt }),
  };
}

/** One in five is entered only when it has begun, some of them in that very ms. */
function announcedAt(number: number, startsAt: number, random: () => number): number {
  if (number % 5 !== 4) return startsAt - 1 - Math.floor(random() * 10 * dayMs);
  return number % 10 === 4 ? startsAt : startsAt + Math.floor(random() * 5 * hourMs);
}

/** One in six is called off: before, in the midst of it, and after it. */
function cancelledAtOf(
  number: number,
  { startsAt, endsAt, createdAt }: Pick<MaintenanceWindow, 'startsAt' | 'endsAt' | 'createdAt'>,
): number | undefined {
  if (number % 6 !== 5) return undefined;
  const at = [startsAt - 60_000, startsAt + 1_234_567, endsAt + hourMs][((number - 5) / 6) % 3] ?? endsAt;
  return Math.max(at, createdAt);
}

function matchOf(
  number: number,
  services: readonly Pick<SyntheticService, 'name'>[],
  random: () => number,
): MaintenanceWindow['match'] {
  switch (number % 12) {
    case 0:
      return { group: 'shop' };
    case 3:
      return { tags: { tier: '1' } };
    case 7:
      return { group: 'labs', tags: { team: 'red' } };
    case 11:
      return number % 24 === 11 ? {} : { tags: { team: 'blue' } };
    default:
      return { services: [services[Math.floor(random() * services.length)]?.name ?? ''] };
  }
}

/** What people were told of an incident, and what they did. */
export interface Telling {
  /** After it was confirmed, ms. */
  readonly rejectedAfterMs?: number;
  readonly deliveredAfterMs?: number;
  readonly acknowledgedAfterMs?: number;
}

/** Of the incident of a service that began then: messages arrive or do not, and somebody may answer, even before them. */
export function tellingOf(service: Pick<SyntheticService, 'number'>, startedAt: number): Telling {
  const random = randomFrom(service.number * 31 + (startedAt % 1_000_000_007));
  const rejectedAfterMs = random() < 0.2 ? 400 + Math.floor(random() * 1_000) : undefined;
  const deliveredAfterMs = random() < 0.9 ? 1_500 + Math.floor(random() * 60_000) : undefined;
  const acknowledgedAfterMs = random() < 0.5 ? 1_000 + Math.floor(random() * 2 * hourMs) : undefined;
  return {
    ...(rejectedAfterMs !== undefined && { rejectedAfterMs }),
    ...(deliveredAfterMs !== undefined && { deliveredAfterMs }),
    ...(acknowledgedAfterMs !== undefined && { acknowledgedAfterMs }),
  };
}
