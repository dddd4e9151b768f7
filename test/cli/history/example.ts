import type { PastStore } from '../../../src/app/history/past.ts';
import { readHistories, type ServiceHistory, usualSpansMs } from '../../../src/cli/history/service-history.ts';
import { slotsOf } from '../../../src/cli/history/slots.ts';
import { sketchOf } from '../../../src/domain/percentile-sketch.ts';
import type { Service } from '../../../src/domain/service.ts';
import type { MaintenanceWindow } from '../../../src/domain/silence.ts';
import type { Track } from '../../../src/domain/track.ts';
import type { StoredTally } from '../../../src/storage/store.ts';
import { incident, noon } from '../../storage/records.ts';
import { serviceNamed } from '../../support/service.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** What a store may tell of the past; nothing, unless told otherwise. */
export interface ToldPast {
  readonly tracks?: Readonly<Record<string, Track>>;
  /** Response times of the successful checks of a stretch of time. */
  readonly times?: (service: string, fromAt: number, toAt: number) => readonly number[];
  readonly outages?: readonly { readonly service: string; readonly fromAt: number; readonly toAt?: number }[];
  readonly maintenance?: readonly MaintenanceWindow[];
  readonly pauses?: readonly { readonly service: string; readonly fromAt: number; readonly toAt?: number }[];
}

/** A store that tells this. */
export function pastStore({ tracks = {}, times = () => [], outages = [], maintenance = [], pauses = [] }: ToldPast) {
  const store: PastStore = {
    tracks: async ({ service }) =>
      Object.entries(tracks).flatMap(([name, track]) => (name === (service ?? name) ? [{ service: name, track }] : [])),
    tallySeries: async ({ service, cuts }) =>
      Object.keys(tracks).flatMap((name) => {
        if (name !== (service ?? name)) return [];
        const parts = cuts.slice(1).map((toAt, index) => tallyOf(times(name, cuts[index] ?? toAt, toAt)));
        return [{ service: name, parts }];
      }),
    incidentsBetween: async () =>
      outages.map(({ service, fromAt, toAt }, index) => ({
        incident: incident({
          id: `i-${index}`,
          service,
          startedAt: fromAt,
          confirmedAt: fromAt + 2 * minute,
          ...(toAt !== undefined && { recoveredAt: toAt, closedAt: toAt + minute }),
        }),
        story: [],
      })),
    maintenance: async () => maintenance,
    pauses: async () => pauses,
  };
  return store;
}

function tallyOf(times: readonly number[]): StoredTally {
  const counts = { healthy: times.length, degraded: 0, unhealthy: 0, unknown: 0 };
  return { counts, timeouts: 0, sketch: sketchOf(times), reasons: {}, errorMs: 0 };
}

/** Seen as healthy all the time between two instants. */
export function seen(fromAt: number, toAt: number): Track[number] {
  return { fromAt, toAt, status: 'healthy', looks: (toAt - fromAt) / minute };
}

/**
 * Three services at noon: `checkout`, down from 09:10 to 09:40; `search`, which was added 30 h ago and not looked at from
 * 03:00 to 05:00; `mail`, of which nothing is known.
 */
export async function exampleHistories(slots = 24): Promise<readonly ServiceHistory[]> {
  const store = pastStore({
    tracks: {
      checkout: [seen(noon - 100 * day, noon + minute)],
      search: [seen(noon - 30 * hour, noon - 9 * hour), seen(noon - 7 * hour, noon + minute)],
    },
    times: (service, fromAt, toAt) => (service === 'search' && fromAt === noon - 9 * hour ? [] : timesOf(fromAt, toAt)),
    outages: [{ service: 'checkout', fromAt: noon - 170 * minute, toAt: noon - 140 * minute }],
    maintenance: [],
  });
  const range = { fromAt: noon - day, toAt: noon };
  return readHistories(store, services, { spansMs: usualSpansMs, slots: slotsOf(range, slots), nowAt: noon });
}

const services: readonly Service[] = ['checkout', 'search', 'mail'].map((name) => serviceNamed(name));

function timesOf(fromAt: number, toAt: number): readonly number[] {
  const spike = new Date(fromAt).getUTCHours() === 6 ? 3 : 1;
  return Array.from(
    { length: Math.min(6_000, (toAt - fromAt) / minute) },
    (_, index) => spike * (40 + ((index * 7) % 50)),
  );
}
