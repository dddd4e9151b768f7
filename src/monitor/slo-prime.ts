import { longestBurnMs } from '../domain/burn-rate.ts';
import type { Incident } from '../domain/incident.ts';
import { shareUpTo } from '../domain/percentile-sketch.ts';
import type { Store } from '../storage/store.ts';
import type { PromisedService } from './slo-history.ts';
import type { SloRecord } from './slo-record.ts';

/** A service whose record is to hold what the store knows of the last three days. */
export interface Unprimed {
  readonly service: PromisedService;
  readonly record: SloRecord;
  /** Since when the record is told of results. */
  readonly sinceAt: number;
}

/** What records are primed from. */
export type PrimingStore = Pick<Store, 'tracks' | 'incidentsBetween' | 'tallySeries'>;

// Few are read one by one, as after a reload; more at once, as at the start.
const mostOneByOne = 20;

/** Puts the last three days of these services into their records. Rejects with StoreUnavailable, and has then changed none. */
export async function primeRecords(all: readonly Unprimed[], store: PrimingStore, nowAt: number): Promise<void> {
  if (all.length === 0) return;
  const range = { fromAt: nowAt - longestBurnMs, toAt: nowAt };
  const spans = all.length > mostOneByOne ? [range] : all.map(({ service }) => ({ ...range, service: service.name }));
  const tracks = await readAll(spans, (query) => store.tracks(query));
  const trackOf = new Map(tracks.map(({ service, track }) => [service, track]));
  const incidents = incidentsByService(await readAll(spans, (query) => store.incidentsBetween(query)));
  const timed = all.filter(({ service }) => service.slo.objective.latency !== undefined);
  const cuts = cutsUntil(Math.min(nowAt, ...timed.map(({ sinceAt }) => sinceAt)));
  const series =
    timed.length > mostOneByOne ? [{ cuts }] : timed.map(({ service }) => ({ cuts, service: service.name }));
  const answered = await readAll(series, (query) => store.tallySeries(query));
  for (const { service, record } of all) {
    record.prime({ track: trackOf.get(service.name) ?? [], incidents: incidents.get(service.name) ?? [] });
  }
  const timedByName = new Map(timed.map((one) => [one.service.name, one]));
  for (const { service, parts } of answered) {
    const one = timedByName.get(service);
    if (one !== undefined) primeAnswers(one, cuts, parts);
  }
}

async function readAll<Query, Row>(
  queries: readonly Query[],
  read: (query: Query) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  return (await Promise.all(queries.map(read))).flat();
}

function incidentsByService(
  told: readonly { readonly incident: Incident }[],
): ReadonlyMap<string, readonly Incident[]> {
  const incidents = new Map<string, Incident[]>();
  for (const { incident } of told) {
    const known = incidents.get(incident.service);
    if (known === undefined) incidents.set(incident.service, [incident]);
    else known.push(incident);
  }
  return incidents;
}

const pieceMs = 300_000;
const hourMs = 3_600_000;

/** Every hour of the last three days, and every five minutes of the last six hours: as finely as they are counted. */
function cutsUntil(untilAt: number): readonly number[] {
  const end = Math.floor(untilAt);
  const fineFromAt = Math.floor((end - 6 * hourMs) / hourMs) * hourMs;
  const cuts: number[] = [];
  for (let at = fineFromAt - 66 * hourMs; at < fineFromAt; at += hourMs) cuts.push(at);
  for (let at = fineFromAt; at < end; at += pieceMs) cuts.push(at);
  return [...cuts, end];
}

type Parts = Awaited<ReturnType<PrimingStore['tallySeries']>>[number]['parts'];

function primeAnswers({ service, record }: Unprimed, cuts: readonly number[], parts: Parts): void {
  const { latency } = service.slo.objective;
  for (const [index, { sketch }] of parts.entries()) {
    const [fromAt, toAt] = [cuts[index], cuts[index + 1]];
    const within = latency && shareUpTo(sketch, latency.underMs);
    if (fromAt === undefined || toAt === undefined || within === undefined) continue;
    const slow = Math.round((1 - within) * sketch.count);
    record.answers.addMany((fromAt + toAt) / 2, { answers: sketch.count, slow });
  }
}
