import type { Kysely, Transaction } from 'kysely';
import type { Clock } from '../domain/clock.ts';
import { readAudit, readTokens, removeToken, touchToken, writeAudit, writeToken } from './access.ts';
import { writeAlerts, writeChannels } from './alerts.ts';
import {
  announceMaintenance,
  cutSilence,
  readMaintenance,
  readSilences,
  writeMaintenance,
  writeSilence,
} from './calendar.ts';
import { ensureTokenKey, readCalls, writeCalls } from './calls.ts';
import { createDeploymentKeeping, type KeepingParts } from './deployments.ts';
import { createEvidencePicker, prepareEvidenceStatements, readEvidence, writeEvidence } from './evidence.ts';
import { createImport, type ImportParts } from './import.ts';
import {
  acknowledgeIncident,
  countIncidents,
  readIncident,
  readIncidents,
  readIncidentsBetween,
  readTimeline,
  writeIncidents,
  writeTimeline,
} from './incidents.ts';
import { readNotSent, readOutbox, readPending, writeNotSent, writeOutbox } from './outbox.ts';
import { readPaused, readPauses, writePaused } from './pauses.ts';
import { readResults } from './read-results.ts';
import { readRollups } from './read-rollups.ts';
import { readTallySeries } from './read-tallies.ts';
import { readTracks } from './read-tracks.ts';
import { RecentIndex } from './recent-index.ts';
import { readReportMarks, writeReportMarks } from './report-marks.ts';
import { createUpkeep, type Retention } from './retention.ts';
import { createRollupRows } from './rollup-rows.ts';
import type { Database } from './schema.ts';
import { createSealer } from './sealing.ts';
import { createServiceIds } from './service-ids.ts';
import type { Connection, Durability } from './sqlite.ts';
import { readStates } from './states.ts';
import type { Commit, Store } from './store.ts';
import { prepareResultStatements, writeHealth, writeResults } from './write-results.ts';

export interface SqlStoreParts {
  readonly reader: Connection;
  readonly writer: Connection;
  readonly clock: Clock;
  /** Absent where another process keeps the history in order. */
  readonly retention: Retention | undefined;
  /** How results of the past are taken in. */
  readonly importing: Pick<ImportParts, 'retention' | 'rest'>;
  /** What keeps the file from being kept in order at present, if anything does. */
  readonly upkeepTrouble: () => unknown;
  /** Called with every rejection. */
  readonly onTrouble: (thrown: unknown) => void;
  /** What else to let go of at the end. */
  readonly release: () => Promise<void>;
}

/** The store over any database that Kysely speaks to. */
export function createSqlStore(parts: SqlStoreParts): Store {
  const { reader, writer, onTrouble } = parts;
  const watched = <T>(work: Promise<T>): Promise<T> => {
    work.catch(onTrouble);
    return work;
  };
  const read: Connection['read'] = (work) => watched(reader.read(work));
  const save = <T>(work: (db: Transaction<Database>) => Promise<T>) => watched(writer.write('synced', work));
  const write = createCommitWriter(writer);
  const maintain = createMaintenance(parts);
  const importResults = createImport({ writer, clock: parts.clock, ...parts.importing });

  return {
    loadStates: () => read(readStates),
    commit: (commit) => watched(write(commit)),

    pendingOutbox: () => read(readPending),
    outboxHistory: (query) => read((db) => readOutbox(db, query)),
    notSent: (query) => read((db) => readNotSent(db, query)),

    incidents: (query) => read((db) => readIncidents(db, query)),
    countIncidents: (filter) => read((db) => countIncidents(db, filter)),
    incident: (id) =>
      read(async (db) => {
        const incident = await readIncident(db, id);
        return incident && { incident, timeline: await readTimeline(db, id) };
      }),
    acknowledge: (id, by, at) => save((db) => acknowledgeIncident(db, { id, by, at })),
    addNote: (id, { text, by, at }) =>
      save(async (db) => {
        if ((await readIncident(db, id)) === undefined) return 'not_found';
        await writeTimeline(db, [{ incidentId: id, at, kind: 'note', text, by }]);
        return 'done';
      }),

    failures: (service, limit) => read((db) => readEvidence(db, { service, failed: 1, limit })),
    samples: (service, limit) => read((db) => readEvidence(db, { service, failed: 0, limit })),
    ...createHistoryReading(reader.db, read),
    importResults: (results) => watched(importResults(results)),

    silences: (now) => read((db) => readSilences(db, now)),
    saveSilence: (silence) => save((db) => writeSilence(db, silence)),
    endSilence: (id, at) => save((db) => cutSilence(db, id, at)),
    maintenance: (range) => read((db) => readMaintenance(db, range)),
    saveMaintenance: (window) => save((db) => writeMaintenance(db, window)),
    announceMaintenance: (windows) => save((db) => announceMaintenance(db, windows)),
    setPaused: (service, paused, at, by) => save((db) => writePaused(db, { service, paused, at, by })),
    pausedServices: () => read(readPaused),
    pauses: (range) => read((db) => readPauses(db, range)),

    ...createDeploymentKeeping({ read, save }),

    reportMarks: () => read(readReportMarks),

    calls: () => read(readCalls),
    tokenKey: (fresh) => save((db) => ensureTokenKey(db, fresh)),

    ...createAccessKeeping({ read, save }),

    maintain: (now) => watched(maintain(now)),
    async close() {
      await reader.close();
      await writer.close();
      await parts.release();
    },
  };
}

type AccessKeeping = Pick<
  Store,
  'accessTokens' | 'addAccessToken' | 'removeAccessToken' | 'accessTokenUsed' | 'addAudit' | 'audit'
>;

/** Who may do what, and who did what. */
function createAccessKeeping({ read, save }: KeepingParts): AccessKeeping {
  return {
    accessTokens: () => read(readTokens),
    addAccessToken: (token) => save((db) => writeToken(db, token)),
    removeAccessToken: (id) => save((db) => removeToken(db, id)),
    accessTokenUsed: (id, at) => save((db) => touchToken(db, id, at)),
    addAudit: (entry) => save((db) => writeAudit(db, entry)),
    audit: (query) => read((db) => readAudit(db, query)),
  };
}

type HistoryReading = Pick<Store, 'results' | 'rollups' | 'tracks' | 'tallies' | 'tallySeries' | 'incidentsBetween'>;

/** What figures over time are made of. */
function createHistoryReading(compiler: Kysely<Database>, read: Connection['read']): HistoryReading {
  const index = new RecentIndex(compiler);
  const sources = { rollupRows: createRollupRows(compiler), index };
  const tallySeries: Store['tallySeries'] = (query) => read((db) => readTallySeries(db, sources, query));
  return {
    results: (query) => read((db) => readResults(db, index, query)),
    rollups: (query) => read((db) => readRollups(db, sources, query)),
    tracks: (query) => read((db) => readTracks(db, sources, query)),
    async tallies({ fromAt, toAt, ...of }) {
      const series = await tallySeries({ ...of, cuts: [fromAt, toAt] });
      return series.flatMap(({ service, parts: [tally] }) => (tally === undefined ? [] : { service, ...tally }));
    },
    tallySeries,
    incidentsBetween: (query) => read((db) => readIncidentsBetween(db, query)),
  };
}

function createCommitWriter(writer: Connection): Store['commit'] {
  const statements = prepareResultStatements(writer.db);
  const evidenceStatements = prepareEvidenceStatements(writer.db);
  const serviceIds = createServiceIds();
  const evidence = createEvidencePicker();
  return (commit) =>
    writer.write(durabilityOf(commit), async (db) => {
      const { results, health } = commit;
      const names = [...results, ...health].map(({ service }) => service);
      const ids = await serviceIds.ensure(db, names);
      await writeResults({ db, statements, ids }, results);
      await writeEvidence({ db, statements: evidenceStatements, ids }, evidence.pick(results));
      await writeHealth({ db, statements, ids }, health);
      await writeIncidents(db, commit.incidents);
      await writeTimeline(db, commit.timeline);
      await writeAlerts(db, commit.alerts);
      await writeChannels(db, commit.channels);
      await writeOutbox(db, commit.outbox);
      await writeNotSent(db, commit.notSent);
      await writeCalls(db, commit);
      await writeReportMarks(db, commit.reportMarks);
    });
}

/**
 * A power failure may take the last results, which tell of themselves only; never what somebody was told or is owed, nor
 * what that was decided from, since there is one log and its order holds. A ping that was acknowledged does not come again.
 */
function durabilityOf({ incidents, timeline, alerts, channels, outbox, notSent, ...more }: Commit): Durability {
  const { heartbeats = [], reportMarks = [] } = more;
  const parts = [incidents, timeline, alerts, channels, outbox, notSent, heartbeats, reportMarks];
  return parts.every(({ length }) => length === 0) ? 'written' : 'synced';
}

/** Packs first, since what is rolled up and removed later is what was packed. */
function createMaintenance({ reader, writer, clock, retention, upkeepTrouble }: SqlStoreParts): Store['maintain'] {
  if (retention === undefined) return async () => ({ more: false });
  const upkeep = createUpkeep({ writer, clock, retention });
  const sealer = createSealer({ reader, writer, clock, isDayMade: upkeep.isDayMade });
  let running: Promise<{ readonly more: boolean }> | undefined;
  const step = async (now: number) => {
    if ((await sealer.step(now)) || (await upkeep.step(now))) return { more: true };
    const trouble = upkeepTrouble();
    if (trouble !== undefined) throw trouble;
    return { more: false };
  };
  return (now) => {
    // Steps build on each other: who asks meanwhile gets the answer of the one that is under way.
    running ??= step(now).finally(() => {
      running = undefined;
    });
    return running;
  };
}
