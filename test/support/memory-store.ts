import type { AccessToken, AuditEntry } from '../../src/domain/access.ts';
import type { Alert, ChannelAlertState, NotSent, OutboxItem } from '../../src/domain/alert.ts';
import type { TimeRange } from '../../src/domain/calendar.ts';
import type { CheckResult } from '../../src/domain/check-result.ts';
import { type Deployment, isOwed } from '../../src/domain/deployment.ts';
import type { Health } from '../../src/domain/health.ts';
import type { Heartbeat } from '../../src/domain/heartbeat.ts';
import type { Incident, TimelineEntry } from '../../src/domain/incident.ts';
import type { Listening } from '../../src/domain/listening.ts';
import type { MaintenanceWindow, Silence } from '../../src/domain/silence.ts';
import { TrackWriter, trackOf } from '../../src/domain/track.ts';
import { toRecord } from '../../src/storage/reasons-codec.ts';
import { byPeriod, tallyOf } from '../../src/storage/rollup.ts';
import type {
  Commit,
  DeploymentFilter,
  IncidentFilter,
  Pause,
  Rollup,
  ServiceState,
  Store,
  StoredResult,
  StoredTally,
} from '../../src/storage/store.ts';
import { toStoredResult } from '../../src/storage/stored-result.ts';
import { carriedInto, cutTrack } from '../../src/storage/trail.ts';

/** Everything that a memory store holds: what outlives a "restart" in a model test. */
export interface StoreContents {
  readonly results: Map<string, CheckResult>;
  readonly imported: Map<string, StoredResult>;
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
  readonly pauses: Pause[];
  readonly heartbeats: Map<string, Heartbeat>;
  readonly reportMarks: Map<string, number>;
  readonly deployments: Map<string, Deployment>;
  readonly tokens: Map<string, AccessToken>;
  readonly audit: AuditEntry[];
  readonly own: { listening: Listening; tokenKey?: string };
}

/** Contents without anything. */
export function emptyContents(): StoreContents {
  return {
    results: new Map(),
    imported: new Map(),
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
    pauses: [],
    heartbeats: new Map(),
    reportMarks: new Map(),
    deployments: new Map(),
    tokens: new Map(),
    audit: [],
    own: { listening: [] },
  };
}

/** A store that keeps everything in memory, for ever: the same promises as on disk, in the plainest way. */
export function createMemoryStore(contents: StoreContents = emptyContents()): Store {
  return {
    ...stateMethods(contents),
    ...messageMethods(contents),
    ...incidentMethods(contents),
    ...historyMethods(contents),
    ...figureMethods(contents),
    ...calendarMethods(contents),
    ...callMethods(contents),
    ...deploymentMethods(contents),
    ...accessMethods(contents),
    maintain: async () => ({ more: false }),
    close: async () => undefined,
  };
}

function stateMethods(
  contents: StoreContents,
): Pick<Store, 'loadStates' | 'commit' | 'setPaused' | 'pausedServices' | 'pauses'> {
  return {
    loadStates: async () => {
      const own = stateOf(contents, '');
      const states = [...contents.services].map((name) => [name, stateOf(contents, name)] as const);
      return new Map([...(own.alerts.length > 0 ? [['', own] as const] : []), ...states]);
    },
    commit: async (commit) => applyCommit(contents, structuredClone(commit)),
    setPaused: async (service, paused, at, by) => {
      contents.services.add(service);
      if (paused && !contents.paused.has(service)) {
        contents.paused.add(service);
        contents.pauses.push({ service, fromAt: at, ...(by !== undefined && { by }) });
      } else if (!paused && contents.paused.delete(service)) {
        const index = contents.pauses.findIndex((pause) => pause.service === service && pause.toAt === undefined);
        contents.pauses.splice(
          index,
          1,
          ...contents.pauses.slice(index, index + 1).map((pause) => ({ ...pause, toAt: at })),
        );
      }
    },
    pausedServices: async () => [...contents.paused].sort(),
    pauses: async ({ fromAt, toAt }) =>
      contents.pauses
        .filter((pause) => pause.fromAt < toAt && (pause.toAt ?? Number.POSITIVE_INFINITY) > fromAt)
        .sort((a, b) => a.fromAt - b.fromAt || byText(a.service, b.service)),
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
  addResults(contents, commit.results);
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
  applyOwn(contents, commit);
}

function applyOwn(contents: StoreContents, commit: Commit): void {
  for (const { schedule, madeAt } of commit.reportMarks ?? []) contents.reportMarks.set(schedule, madeAt);
  for (const { service, heartbeat } of commit.heartbeats ?? []) {
    if (heartbeat === undefined) contents.heartbeats.delete(service);
    else contents.heartbeats.set(service, heartbeat);
  }
  contents.own.listening = commit.listening ?? contents.own.listening;
}

function callMethods({
  heartbeats,
  reportMarks,
  own,
}: StoreContents): Pick<Store, 'calls' | 'tokenKey' | 'reportMarks'> {
  return {
    reportMarks: async () => new Map(reportMarks),
    calls: async () => structuredClone({ heartbeats, listening: own.listening }),
    tokenKey: async (fresh) => {
      own.tokenKey ??= fresh;
      return own.tokenKey;
    },
  };
}

function addResults({ results, imported, services }: StoreContents, all: Commit['results']): void {
  for (const result of all) {
    const key = keyOf(result.service, result.startedAt);
    if (!results.has(key) && !imported.has(key)) results.set(key, result);
    services.add(result.service);
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

function incidentMethods(
  contents: StoreContents,
): Pick<Store, 'incidents' | 'countIncidents' | 'incident' | 'incidentsBetween' | 'acknowledge' | 'addNote'> {
  const { incidents, timeline } = contents;
  const matching = ({ service, open, fromAt = 0, toAt = Number.POSITIVE_INFINITY }: IncidentFilter) =>
    [...incidents.values()].filter(
      (one) =>
        (service === undefined || one.service === service) &&
        (open === undefined || (one.closedAt === undefined) === open) &&
        one.startedAt < toAt &&
        (one.startedAt >= fromAt || (one.closedAt ?? Number.POSITIVE_INFINITY) > fromAt),
    );
  const inOrder = (a: Pick<Incident, 'startedAt' | 'id'>, b: Pick<Incident, 'startedAt' | 'id'>) =>
    b.startedAt - a.startedAt || byText(b.id, a.id);
  return {
    incidents: async ({ limit, offset = 0, behind, ...filter }) =>
      matching(filter)
        .filter((one) => behind === undefined || inOrder(behind, one) < 0)
        .sort(inOrder)
        .slice(offset, offset + limit),
    countIncidents: async (filter) => matching(filter).length,
    incident: async (id) => {
      const incident = incidents.get(id);
      const story = [...timeline.values()].filter(({ incidentId }) => incidentId === id);
      return incident && { incident, timeline: story.sort((a, b) => a.at - b.at) };
    },
    incidentsBetween: async (query) =>
      matching(query)
        .sort((a, b) => a.startedAt - b.startedAt || byText(a.id, b.id))
        .map((incident) => ({
          incident,
          story: [...timeline.values()]
            .filter(({ incidentId }) => incidentId === incident.id)
            .sort((a, b) => a.at - b.at),
        })),
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

function historyMethods({
  results,
  imported,
}: StoreContents): Pick<Store, 'results' | 'failures' | 'samples' | 'rollups'> {
  const inFull = (service: string, failed: boolean, limit: number) =>
    [...results.values()]
      .filter((result) => result.service === service && isFailure(result) === failed)
      .sort((a, b) => b.startedAt - a.startedAt)
      .slice(0, limit)
      .map(withoutRawTexts);
  return {
    results: async ({ service, fromAt = 0, toAt = Number.POSITIVE_INFINITY, limit, order = 'newest' }) => {
      const found = allResults({ results, imported })
        .filter((result) => service === undefined || result.service === service)
        .filter(({ startedAt }) => startedAt >= fromAt && startedAt < toAt)
        .sort((a, b) => a.startedAt - b.startedAt);
      return (order === 'newest' ? found.reverse() : found).slice(0, limit);
    },
    failures: async (service, limit) => inFull(service, true, limit),
    samples: async (service, limit) => inFull(service, false, limit),
    rollups: async ({ service, period, fromAt, toAt }) => {
      const all = allResults({ results, imported });
      const names = [...new Set(all.map((result) => result.service))].sort();
      return names
        .filter((name) => service === undefined || name === service)
        .flatMap((name) =>
          rollUp(
            name,
            period,
            all.filter((result) => result.service === name),
          ),
        )
        .filter(({ startsAt }) => startsAt >= fromAt && startsAt < toAt);
    },
  };
}

function rollUp(service: string, period: Rollup['period'], results: readonly StoredResult[]): readonly Rollup[] {
  return [...byPeriod(period, results, ({ startedAt }) => startedAt)].map(([startsAt, all]) => {
    const { counts, reasons, sketch } = tallyOf(all);
    return { service, period, startsAt, counts, reasons: toRecord(reasons), sketch: sketch.bytes };
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

/** From every single result, as the definitions say it. */
function figureMethods({
  results,
  imported,
  services,
}: StoreContents): Pick<Store, 'tracks' | 'tallies' | 'tallySeries' | 'importResults'> {
  const byName = (wanted: string | undefined) =>
    [...services].sort().filter((name) => wanted === undefined || name === wanted);
  const within = (service: string, { fromAt, toAt }: TimeRange) =>
    allResults({ results, imported })
      .filter((result) => result.service === service && result.startedAt >= fromAt && result.startedAt < toAt)
      .sort((a, b) => a.startedAt - b.startedAt);
  const tallySeries: Store['tallySeries'] = async ({ service, cuts }) =>
    byName(service).flatMap((name) => {
      const parts = cuts.slice(1).map((toAt, index) => tallied(within(name, { fromAt: cuts[index] ?? 0, toAt })));
      const isEmpty = parts.every(({ counts }) => Object.values(counts).every((count) => count === 0));
      return isEmpty ? [] : { service: name, parts };
    });
  return {
    tallySeries,
    tallies: async ({ fromAt, toAt, ...of }) =>
      (await tallySeries({ ...of, cuts: [fromAt, toAt] })).flatMap(({ service, parts: [tally] }) =>
        tally === undefined ? [] : { service, ...tally },
      ),
    tracks: async ({ service, ...range }) =>
      byName(service).flatMap((name) => {
        const firstAt = Math.floor(range.fromAt / dayMs) * dayMs;
        const endAt = Math.ceil(range.toAt / dayMs) * dayMs;
        const before = carriedInto(trackOf(within(name, { fromAt: 0, toAt: firstAt })), firstAt);
        const writer = new TrackWriter();
        writer.join(before);
        for (const result of within(name, { fromAt: firstAt, toAt: endAt })) writer.add(result);
        const track = cutTrack(writer.finish(), range);
        return track.length === 0 ? [] : { service: name, track };
      }),
    importResults: async (all) => {
      let added = 0;
      for (const result of all) {
        const key = keyOf(result.service, result.startedAt);
        services.add(result.service);
        if (results.has(key) || imported.has(key)) continue;
        imported.set(key, result);
        added += 1;
      }
      return { added };
    },
  };
}

const dayMs = 86_400_000;

function allResults({ results, imported }: Pick<StoreContents, 'results' | 'imported'>): readonly StoredResult[] {
  return [...[...results.values()].map(toStoredResult), ...imported.values()];
}

function tallied(results: readonly StoredResult[]): StoredTally {
  const { counts, reasons, sketch } = tallyOf(results);
  const timeouts = results.filter(({ reason }) => reason === 'timeout').length;
  return { counts, timeouts, reasons: toRecord(reasons), sketch, errorMs: 0 };
}

function calendarMethods({
  silences,
  maintenance,
}: StoreContents): Pick<
  Store,
  'silences' | 'saveSilence' | 'endSilence' | 'maintenance' | 'saveMaintenance' | 'announceMaintenance'
> {
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
    announceMaintenance: async (windows) => {
      for (const window of windows) if (!maintenance.has(window.id)) maintenance.set(window.id, window);
    },
  };
}

function deploymentMethods({
  deployments,
}: StoreContents): Pick<
  Store,
  'deployments' | 'countDeployments' | 'deployment' | 'saveDeployment' | 'changeDeployment'
> {
  const matching = ({ fromAt = 0, toAt = Number.POSITIVE_INFINITY, owed, ...wanted }: DeploymentFilter) => {
    const { service, environment, status } = wanted;
    return [...deployments.values()].filter(
      (one) =>
        (service === undefined || one.service === service) &&
        (environment === undefined || one.environment === environment) &&
        (status === undefined || one.status === status) &&
        one.createdAt >= fromAt &&
        one.createdAt < toAt &&
        (owed === undefined || isOwed(one)),
    );
  };
  const inOrder = (a: Pick<Deployment, 'createdAt' | 'id'>, b: Pick<Deployment, 'createdAt' | 'id'>) =>
    b.createdAt - a.createdAt || byText(b.id, a.id);
  return {
    deployments: async ({ limit, offset = 0, behind, ...filter }) =>
      matching(filter)
        .filter((one) => behind === undefined || inOrder(behind, one) < 0)
        .toSorted(inOrder)
        .slice(offset, offset + limit),
    countDeployments: async (filter) => matching(filter).length,
    deployment: async (id) => deployments.get(id),
    saveDeployment: async (deployment) => void deployments.set(deployment.id, deployment),
    changeDeployment: async (id, change) => {
      const stored = deployments.get(id);
      if (stored === undefined) return undefined;
      const changed = change(stored);
      deployments.set(id, changed);
      return changed;
    },
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

type AccessMethod = 'accessTokens' | 'addAccessToken' | 'removeAccessToken' | 'accessTokenUsed' | 'addAudit' | 'audit';

function accessMethods({ tokens, audit }: StoreContents): Pick<Store, AccessMethod> {
  return {
    accessTokens: async () => [...tokens.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    async addAccessToken(token) {
      for (const { id, expiresAt } of tokens.values()) {
        if (expiresAt !== undefined && expiresAt <= token.createdAt) tokens.delete(id);
      }
      const taken = [...tokens.values()].some(({ name, isSession }) => !isSession && name === token.name);
      if (taken && !token.isSession) return 'name_taken';
      tokens.set(token.id, token);
      return 'done';
    },
    async removeAccessToken(id) {
      if (!tokens.delete(id)) return 'not_found';
      for (const { id: child, parentId } of tokens.values()) if (parentId === id) tokens.delete(child);
      return 'done';
    },
    async accessTokenUsed(id, at) {
      const token = tokens.get(id);
      if (token !== undefined) tokens.set(id, { ...token, lastUsedAt: at });
    },
    addAudit: async (entry) => void audit.push({ ...entry, id: audit.length + 1 }),
    async audit({ limit, offset = 0, beforeId = Number.POSITIVE_INFINITY }) {
      const entries = audit.toReversed().filter(({ id }) => id < beforeId);
      return { entries: entries.slice(offset, offset + limit), total: audit.length };
    },
  };
}
