import type { Alert, ChannelAlertState, NotSent, OutboxItem } from '../../src/domain/alert.ts';
import type { CheckResult } from '../../src/domain/check-result.ts';
import type { Health } from '../../src/domain/health.ts';
import type { Incident, TimelineEntry } from '../../src/domain/incident.ts';
import { encodeSketch } from '../../src/domain/percentile-sketch.ts';
import type { MaintenanceWindow, Silence } from '../../src/domain/silence.ts';
import { byPeriod, tallyOf } from '../../src/storage/rollup.ts';
import type { Commit, Rollup, ServiceState, Store, StoredResult } from '../../src/storage/store.ts';
import { toStoredResult } from '../../src/storage/stored-result.ts';

/** Everything that a memory store holds: what outlives a "restart" in a model test. */
export interface StoreContents {
  readonly results: Map<string, CheckResult>;
  readonly health: Map<string, Health>;
  readonly incidents: Map<string, Incident>;
  readonly timeline: Map<string, TimelineEntry>;
  readonly alerts: Map<string, Alert>;
  readonly channels: Map<string, ChannelAlertState>;
  readonly outbox: Map<string, OutboxItem>;
  readonly notSent: Map<string, NotSent>;
  readonly silences: Map<string, Silence>;
  readonly maintenance: Map<string, MaintenanceWindow>;
  readonly services: Set<string>;
  readonly paused: Set<string>;
}

/** Contents without anything. */
export function emptyContents(): StoreContents {
  return {
    results: new Map(),
    health: new Map(),
    incidents: new Map(),
    timeline: new Map(),
    alerts: new Map(),
    channels: new Map(),
    outbox: new Map(),
    notSent: new Map(),
    silences: new Map(),
    maintenance: new Map(),
    services: new Set(),
    paused: new Set(),
  };
}

/** A store that keeps everything in memory, for ever: the same promises as on disk, in the plainest way. */
export function createMemoryStore(contents: StoreContents = emptyContents()): Store {
  return {
    ...stateMethods(contents),
    ...messageMethods(contents),
    ...incidentMethods(contents),
    ...historyMethods(contents),
    ...calendarMethods(contents),
    maintain: async () => ({ more: false }),
    close: async () => undefined,
  };
}

function stateMethods(contents: StoreContents): Pick<Store, 'loadStates' | 'commit' | 'setPaused' | 'pausedServices'> {
  return {
    loadStates: async () => {
      const own = stateOf(contents, '');
      const states = [...contents.services].map((name) => [name, stateOf(contents, name)] as const);
      return new Map([...(own.alerts.length > 0 ? [['', own] as const] : []), ...states]);
    },
    commit: async (commit) => applyCommit(contents, structuredClone(commit)),
    setPaused: async (service, paused) => {
      contents.services.add(service);
      if (paused) contents.paused.add(service);
      else contents.paused.delete(service);
    },
    pausedServices: async () => [...contents.paused].sort(),
  };
}

function stateOf(contents: StoreContents, name: string): ServiceState {
  const health = contents.health.get(name);
  const incident = [...contents.incidents.values()].find(
    ({ service, closedAt }) => service === name && closedAt === undefined,
  );
  const alerts = [...contents.alerts.values()]
    .filter((alert) => (alert.service ?? '') === name && isOpen(contents, alert))
    .sort((a, b) => a.startedAt - b.startedAt || byText(a.dedupKey, b.dedupKey));
  const keys = new Map(alerts.map(({ dedupKey }, index) => [dedupKey, index]));
  const channels = [...contents.channels.values()]
    .filter(({ dedupKey }) => keys.has(dedupKey))
    .sort((a, b) => (keys.get(a.dedupKey) ?? 0) - (keys.get(b.dedupKey) ?? 0) || byText(a.channel, b.channel));
  return {
    ...(health !== undefined && { health }),
    ...(incident !== undefined && { incident }),
    alerts,
    channels,
    paused: contents.paused.has(name),
  };
}

function isOpen({ channels }: StoreContents, { dedupKey, resolvedAt }: Alert): boolean {
  if (resolvedAt === undefined) return true;
  return [...channels.values()].some(
    (channel) => channel.dedupKey === dedupKey && channel.state !== 'resolved' && channel.state !== 'rejected',
  );
}

function applyCommit(contents: StoreContents, commit: Commit): void {
  for (const result of commit.results) {
    const key = keyOf(result.service, result.startedAt);
    if (!contents.results.has(key)) contents.results.set(key, result);
    contents.services.add(result.service);
  }
  for (const { service, health } of commit.health) {
    contents.health.set(service, health);
    contents.services.add(service);
  }
  for (const incident of commit.incidents) {
    const acknowledged = contents.incidents.get(incident.id)?.acknowledged ?? incident.acknowledged;
    contents.incidents.set(incident.id, { ...incident, ...(acknowledged !== undefined && { acknowledged }) });
  }
  addTimeline(contents, commit.timeline);
  for (const alert of commit.alerts) contents.alerts.set(alert.dedupKey, alert);
  for (const state of commit.channels) contents.channels.set(keyOf(state.dedupKey, state.channel), state);
  for (const item of commit.outbox) contents.outbox.set(item.id, item);
  for (const item of commit.notSent) {
    const key = keyOf(item.dedupKey, item.channel ?? '', item.reason, item.at);
    if (!contents.notSent.has(key)) contents.notSent.set(key, item);
  }
}

function addTimeline({ timeline }: StoreContents, entries: readonly TimelineEntry[]): void {
  for (const entry of entries) {
    const key = keyOf(entry.incidentId, entry.at, entry.kind, entry.text);
    if (!timeline.has(key)) timeline.set(key, entry);
  }
}

function messageMethods({
  outbox,
  notSent,
}: StoreContents): Pick<Store, 'pendingOutbox' | 'outboxHistory' | 'notSent'> {
  return {
    pendingOutbox: async () =>
      [...outbox.values()].filter(({ state }) => state === 'pending').sort((a, b) => byText(a.id, b.id)),
    outboxHistory: async ({ channel, limit }) =>
      [...outbox.values()]
        .filter((item) => channel === undefined || item.channel === channel)
        .sort((a, b) => b.createdAt - a.createdAt || byText(b.id, a.id))
        .slice(0, limit),
    notSent: async ({ service, incidentId, limit }) =>
      [...notSent.values()]
        .filter((item) => service === undefined || item.service === service)
        .filter((item) => incidentId === undefined || item.incidentId === incidentId)
        .reverse()
        .sort((a, b) => b.at - a.at)
        .slice(0, limit),
  };
}

function incidentMethods(contents: StoreContents): Pick<Store, 'incidents' | 'incident' | 'acknowledge' | 'addNote'> {
  const { incidents, timeline } = contents;
  return {
    incidents: async ({ service, open, limit }) =>
      [...incidents.values()]
        .filter((incident) => service === undefined || incident.service === service)
        .filter(({ closedAt }) => open === undefined || (closedAt === undefined) === open)
        .sort((a, b) => b.startedAt - a.startedAt || byText(b.id, a.id))
        .slice(0, limit),
    incident: async (id) => {
      const incident = incidents.get(id);
      const story = [...timeline.values()].filter(({ incidentId }) => incidentId === id);
      return incident && { incident, timeline: story.sort((a, b) => a.at - b.at) };
    },
    acknowledge: async (id, by, at) => {
      const incident = incidents.get(id);
      if (incident === undefined) return 'not_found';
      if (incident.closedAt !== undefined) return 'closed';
      if (incident.acknowledged !== undefined) return 'done';
      incidents.set(id, { ...incident, acknowledged: { by, at } });
      addTimeline(contents, [{ incidentId: id, at, kind: 'acknowledged', text: `acknowledged by ${by}`, by }]);
      return 'done';
    },
    addNote: async (id, { text, by, at }) => {
      if (!incidents.has(id)) return 'not_found';
      addTimeline(contents, [{ incidentId: id, at, kind: 'note', text, by }]);
      return 'done';
    },
  };
}

function historyMethods({ results }: StoreContents): Pick<Store, 'results' | 'failures' | 'samples' | 'rollups'> {
  const inFull = (service: string, failed: boolean, limit: number) =>
    [...results.values()]
      .filter((result) => result.service === service && isFailure(result) === failed)
      .sort((a, b) => b.startedAt - a.startedAt)
      .slice(0, limit)
      .map(withoutRawTexts);
  return {
    results: async ({ service, fromAt = 0, toAt = Number.POSITIVE_INFINITY, limit, order = 'newest' }) => {
      const found = [...results.values()]
        .map(toStoredResult)
        .filter((result) => service === undefined || result.service === service)
        .filter(({ startedAt }) => startedAt >= fromAt && startedAt < toAt)
        .sort((a, b) => a.startedAt - b.startedAt);
      return (order === 'newest' ? found.reverse() : found).slice(0, limit);
    },
    failures: async (service, limit) => inFull(service, true, limit),
    samples: async (service, limit) => inFull(service, false, limit),
    rollups: async ({ service, period, fromAt, toAt }) => {
      const names = [...new Set([...results.values()].map((result) => result.service))].sort();
      return names
        .filter((name) => service === undefined || name === service)
        .flatMap((name) => rollUp(name, period, ofService(results, name)))
        .filter(({ startsAt }) => startsAt >= fromAt && startsAt < toAt);
    },
  };
}

function ofService(results: StoreContents['results'], name: string): readonly StoredResult[] {
  return [...results.values()].filter(({ service }) => service === name).map(toStoredResult);
}

function rollUp(service: string, period: Rollup['period'], results: readonly StoredResult[]): readonly Rollup[] {
  return [...byPeriod(period, results, ({ startedAt }) => startedAt)].map(([startsAt, all]) => {
    const { counts, sketch } = tallyOf(all);
    return { service, period, startsAt, counts, sketch: encodeSketch(sketch) };
  });
}

function isFailure({ status }: CheckResult): boolean {
  return status === 'unhealthy' || status === 'degraded';
}

function withoutRawTexts({ observation, ...result }: CheckResult): CheckResult {
  if (observation === undefined) return result;
  const { body: _, headers: __, answer: ___, ...facts } = observation;
  return { ...result, observation: facts };
}

function calendarMethods({
  silences,
  maintenance,
}: StoreContents): Pick<Store, 'silences' | 'saveSilence' | 'endSilence' | 'maintenance' | 'saveMaintenance'> {
  return {
    silences: async (now) => byBeginning([...silences.values()].filter(({ endsAt }) => endsAt > now)),
    saveSilence: async (silence) => void silences.set(silence.id, silence),
    endSilence: async (id, at) => {
      const silence = silences.get(id);
      if (silence === undefined) return 'not_found';
      silences.set(id, { ...silence, endsAt: Math.min(silence.endsAt, at) });
      return 'done';
    },
    maintenance: async ({ fromAt, toAt }) =>
      byBeginning([...maintenance.values()].filter(({ startsAt, endsAt }) => endsAt > fromAt && startsAt < toAt)),
    saveMaintenance: async (window) => void maintenance.set(window.id, window),
  };
}

function byBeginning<T extends { readonly id: string; readonly startsAt: number }>(all: readonly T[]): readonly T[] {
  return all.toSorted((a, b) => a.startsAt - b.startsAt || byText(a.id, b.id));
}

function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function keyOf(...parts: readonly (string | number)[]): string {
  return JSON.stringify(parts);
}
