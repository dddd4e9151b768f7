import type { ResultsPart, ResultsQuery } from '../api/desks/history.ts';
import type { ResultResource } from '../api/resources/result.ts';
import type { TimeRange } from '../domain/calendar.ts';
import type { Clock } from '../domain/clock.ts';
import type { Status } from '../domain/status.ts';
import type { Store, StoredResult } from '../storage/store.ts';
import { fullResultResource, resultResource } from './api-result.ts';

export interface ResultsParts {
  readonly store: Store;
  readonly clock: Clock;
  /** For how long single results are kept, and anything at all, ms. */
  retention(): { readonly resultsMs: number; readonly dailyMs: number };
}

const hourMs = 3_600_000;
const perPage = 1_000;
// Of one request: a service that never fails would else be read whole for its failures.
const mostLookedAt = 50_000;
// As many as a store keeps of either kind.
const mostInFull = 100;

/** Results of a service that are asked for, newest first, those that are kept in full with what they showed. */
export async function readResultsPart(service: string, query: ResultsQuery, parts: ResultsParts): Promise<ResultsPart> {
  const { store, clock, retention } = parts;
  const { fromAt = 0, toAt = Number.MAX_SAFE_INTEGER, beforeAt = toAt, status, limit, offset } = query;
  const nowAt = clock.now();
  const counted = {
    fromAt: Math.max(fromAt, nowAt - retention().resultsMs),
    toAt: Math.min(toAt, Math.ceil(nowAt / hourMs) * hourMs),
  };
  const [found, tallies, failures, samples] = await Promise.all([
    newest(store, { service, fromAt, toAt: Math.min(toAt, beforeAt), status, limit: offset + limit }),
    counted.fromAt < counted.toAt ? store.tallies({ service, ...counted }) : [],
    store.failures(service, mostInFull),
    store.samples(service, mostInFull),
  ]);
  const inFull = new Map([...samples, ...failures].map((full) => [full.startedAt, full]));
  const results = found.results.slice(offset, offset + limit);
  const counts = tallies[0]?.counts;
  const all = counts === undefined ? 0 : Object.values(counts).reduce((sum, count) => sum + count, 0);
  return {
    items: results.map((result): ResultResource => {
      const full = inFull.get(result.startedAt);
      return full === undefined ? resultResource(result) : fullResultResource(full);
    }),
    total: Math.max(status === undefined ? all : (counts?.[status] ?? 0), offset + results.length),
    ...(found.lastAt !== undefined && { lastAt: found.lastAt }),
  };
}

interface Wanted extends TimeRange {
  readonly service: string;
  readonly status: Status | undefined;
  readonly limit: number;
}

interface Newest {
  readonly results: readonly StoredResult[];
  /** Of the last one that was looked at; absent where there are no more. */
  readonly lastAt?: number;
}

/** The newest that fit; fewer than there are where too many others lie between. */
async function newest(store: Pick<Store, 'results'>, { status, limit, ...wanted }: Wanted): Promise<Newest> {
  const results: StoredResult[] = [];
  let { toAt } = wanted;
  for (let looked = 0; looked < mostLookedAt; looked += perPage) {
    const size = status === undefined ? Math.min(perPage, limit - results.length + 1) : perPage;
    const page = await store.results({ ...wanted, toAt, limit: size });
    const fitting = page.filter((result) => status === undefined || result.status === status);
    const taken = fitting.slice(0, limit - results.length);
    results.push(...taken);
    const last = taken.length < fitting.length ? taken.at(-1) : page.at(-1);
    if (page.length < size && taken.length === fitting.length) return { results };
    toAt = last?.startedAt ?? toAt;
    if (results.length === limit) break;
  }
  return { results, lastAt: toAt };
}
