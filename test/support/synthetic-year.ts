import type { MaintenanceWindow } from '../../src/domain/silence.ts';
import type { StoredResult } from '../../src/storage/store.ts';
import { randomFrom } from './many-results.ts';
import { synthesizePauses, synthesizeWindows } from './synthetic-people.ts';
import { synthesizeResults } from './synthetic-weather.ts';

/** How large a synthetic year is. The same numbers give the same year, to the last result. */
export interface YearSize {
  readonly seed: number;
  readonly services: number;
  /** Services are checked every 1, 5 or 15 minutes times this; troubles last longer in proportion. */
  readonly scale: number;
}

/** A promise as `slo:` of services.yaml writes it, without units of its own: ms and percent. */
export interface SyntheticSlo {
  readonly objective: number;
  readonly latency?: { readonly underMs: number; readonly objective: number };
  readonly minOutageMs?: number;
  readonly degradedWeight?: number;
}

/** A stretch over which nobody looked because somebody said so; without an end it goes on. */
export interface SyntheticPause {
  readonly fromAt: number;
  readonly toAt?: number;
}

/** A service with everything that happened to it. */
export interface SyntheticService {
  readonly number: number;
  readonly name: string;
  readonly group?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly slo?: SyntheticSlo;
  /** False where it left the configuration; an incident that was open then ended with that. */
  readonly isConfigured: boolean;
  readonly removedAt?: number;
  readonly pauses: readonly SyntheticPause[];
  /** In the order of time; made anew by every call. */
  results(): readonly StoredResult[];
}

export interface SyntheticGroup {
  readonly name: string;
  readonly aggregation: 'all_of' | 'any_of' | 'weighted';
  readonly weights?: Readonly<Record<string, number>>;
  readonly slo?: SyntheticSlo;
}

/** The year 2025 of many services, from a few days before it to a few days after it. Instants are epoch ms. */
export interface SyntheticYear {
  readonly fromAt: number;
  readonly toAt: number;
  readonly services: readonly SyntheticService[];
  /** By their beginning. */
  readonly windows: readonly MaintenanceWindow[];
  readonly groups: readonly SyntheticGroup[];
}

/** What all random parts of a year are made of. */
export interface YearFrame {
  readonly seed: number;
  readonly scale: number;
  readonly fromAt: number;
  readonly toAt: number;
}

/** A year with everything that a year may bring. */
export function synthesizeYear({ seed, services: count, scale }: YearSize): SyntheticYear {
  const frame = { seed, scale, fromAt: Date.UTC(2024, 11, 29, 7, 11, 13, 17), toAt: Date.UTC(2026, 0, 4, 5) };
  const services = Array.from({ length: count }, (_, number) => synthesizeService(number, frame));
  const { fromAt, toAt } = frame;
  return { fromAt, toAt, services, windows: synthesizeWindows(services, frame), groups: groupsOf(services) };
}

function groupsOf(services: readonly SyntheticService[]): readonly SyntheticGroup[] {
  const weighted = services.filter(({ group, number }) => group === 'back office' && number % 20 < 10);
  const weights = Object.fromEntries(weighted.map(({ name, number }) => [name, (number % 4) + 0.5]));
  return [
    { name: 'shop', aggregation: 'all_of', slo: { objective: 80 } },
    { name: 'edge', aggregation: 'any_of', slo: { objective: 99.9, degradedWeight: 0.5 } },
    {
      name: 'back office',
      aggregation: 'weighted',
      weights,
      slo: { objective: 95, latency: { underMs: 400, objective: 80 } },
    },
  ];
}

// One in ten is of no group, and "labs" is told of nowhere.
const groupNames = ['shop', 'edge', 'back office', 'labs', undefined, 'shop', 'labs', 'back office', 'edge', 'shop'];

const slos: readonly (SyntheticSlo | undefined)[] = [
  { objective: 99 },
  undefined,
  { objective: 95, degradedWeight: 0.3 },
  { objective: 99.95, latency: { underMs: 300, objective: 90 } },
  { objective: 97, minOutageMs: 0 },
  { objective: 100 },
];

/** What becomes of the services that are not like the others, by number. */
const fates = {
  joinsLate: 3,
  leaves: 5,
  isNeverLookedAt: 6,
  wasThereBefore: 7,
  failsAllYear: 8,
  neverFails: 9,
} as const;

function synthesizeService(number: number, frame: YearFrame): SyntheticService {
  const name = `service-${String(number).padStart(5, '0')}`;
  const random = randomFrom(frame.seed * 104_729 + number);
  const group = groupNames[number % groupNames.length];
  const slo = sloOf(number, frame);
  const life = lifeOf(number, frame);
  const pauses = number % 4 === 1 ? synthesizePauses(random, life) : [];
  const mood = moods[number] ?? 'changing';
  const weatherSeed = Math.floor(random() * 2 ** 31);
  const isConfigured = number !== fates.leaves;
  return {
    number,
    name,
    ...(group !== undefined && { group }),
    tags: { team: ['red', 'green', 'blue'][number % 3] ?? '', ...(number % 7 === 0 && { tier: '1' }) },
    ...(slo && { slo }),
    isConfigured,
    ...(!isConfigured && { removedAt: life.toAt + 3_600_000 }),
    pauses,
    results: () => synthesizeResults({ number, name, mood, pauses, ...life }, { ...frame, seed: weatherSeed }),
  };
}

function sloOf(number: number, { scale }: YearFrame): SyntheticSlo | undefined {
  const slo = slos[number % slos.length];
  // Longer than the shortest outage that can be confirmed, shorter than most.
  return slo?.minOutageMs === undefined ? slo : { ...slo, minOutageMs: 30 * 60_000 * scale };
}

const moods: Readonly<Record<number, 'failing' | 'fine'>> = {
  [fates.failsAllYear]: 'failing',
  [fates.neverFails]: 'fine',
};

function lifeOf(number: number, { fromAt, toAt }: YearFrame): { readonly fromAt: number; readonly toAt: number } {
  switch (number) {
    case fates.joinsLate:
      return { fromAt: Date.UTC(2025, 3, 10, 11, 7, 0, 1), toAt };
    case fates.leaves:
      return { fromAt, toAt: Date.UTC(2025, 8, 3, 14, 33) };
    case fates.isNeverLookedAt:
      return { fromAt, toAt: fromAt };
    case fates.wasThereBefore:
      return { fromAt, toAt: Date.UTC(2024, 11, 30, 4) };
    default:
      return { fromAt, toAt };
  }
}
