import type { CompiledQuery, Kysely, Transaction } from 'kysely';
import type { CheckResult } from '../domain/check-result.ts';
import { withParameters } from './prepared.ts';
import type { Database } from './schema.ts';
import { serviceId } from './service-ids.ts';

const keptFailures = 10;
const keptSamples = 5;
// A result in full is a hundred times as large as one in a block: those that prove nothing are kept now and then.
const sampleEveryMs = 5 * 60_000;

/** Decides which results are kept in full. */
export interface EvidencePicker {
  pick(results: readonly CheckResult[]): readonly CheckResult[];
}

/** Picks all that were not healthy, and of the rest of each service one in five minutes. */
export function createEvidencePicker(): EvidencePicker {
  const sampledAt = new Map<string, number>();
  return {
    pick(results) {
      return results.filter(({ service, status, startedAt }) => {
        if (isFailure(status)) return true;
        const last = sampledAt.get(service);
        // A clock that was set back must not end the sampling.
        if (last !== undefined && Math.abs(startedAt - last) < sampleEveryMs) return false;
        sampledAt.set(service, startedAt);
        return true;
      });
    },
  };
}

function isFailure(status: CheckResult['status']): boolean {
  return status === 'unhealthy' || status === 'degraded';
}

/** The statements that keep evidence; their parameters stand in the order of the columns here. */
export interface EvidenceStatements {
  readonly insert: CompiledQuery;
  readonly removeOldest: CompiledQuery;
}

/** Compiles them. */
export function prepareEvidenceStatements(db: Kysely<Database>): EvidenceStatements {
  return {
    insert: db
      .insertInto('evidence')
      .values({ service_id: 0, failed: 0, started_at: 0, document: '' })
      .onConflict((conflict) => conflict.doNothing())
      .compile(),
    removeOldest: db
      .deleteFrom('evidence')
      .where('service_id', '=', 0)
      .where('failed', '=', 0)
      .where('started_at', '<', ({ selectFrom }) => {
        const ofService = selectFrom('evidence')
          .select('started_at')
          .where('service_id', '=', 0)
          .where('failed', '=', 0);
        return ofService.orderBy('started_at', 'desc').limit(1).offset(0);
      })
      .compile(),
  };
}

export interface EvidenceWriter {
  readonly db: Transaction<Database>;
  readonly statements: EvidenceStatements;
  readonly ids: ReadonlyMap<string, number>;
}

/** Keeps these results in full, and of each service only the last few. */
export async function writeEvidence(
  { db, statements, ids }: EvidenceWriter,
  results: readonly CheckResult[],
): Promise<void> {
  for (const result of results) {
    const id = ids.get(result.service);
    if (id === undefined) continue;
    const isFailed = isFailure(result.status);
    const failed = isFailed ? 1 : 0;
    const document = JSON.stringify(withoutRawTexts(result));
    await db.executeQuery(withParameters(statements.insert, [id, failed, result.startedAt, document]));
    const offset = (isFailed ? keptFailures : keptSamples) - 1;
    await db.executeQuery(withParameters(statements.removeOldest, [id, failed, id, failed, 1, offset]));
  }
}

/** Only the evidence is redacted: the observation's own body and headers never reach the disk. */
function withoutRawTexts({ observation, ...result }: CheckResult): CheckResult {
  if (observation === undefined) return result;
  const { body: _, headers: __, answer: ___, ...facts } = observation;
  return { ...result, observation: facts };
}

/** The last results of a service that were kept in full, newest first. */
export async function readEvidence(
  db: Kysely<Database>,
  { service, failed, limit }: { readonly service: string; readonly failed: 0 | 1; readonly limit: number },
): Promise<readonly CheckResult[]> {
  const id = await serviceId(db, service);
  if (id === undefined) return [];
  const rows = await db
    .selectFrom('evidence')
    .select('document')
    .where('service_id', '=', id)
    .where('failed', '=', failed)
    .orderBy('started_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ document }): CheckResult => JSON.parse(document));
}

/** Removes what is too old of one service; of those that are checked it was replaced long before. */
export async function pruneEvidence(db: Transaction<Database>, serviceId: number, keepFromAt: number): Promise<void> {
  await db
    .deleteFrom('evidence')
    .where('service_id', '=', serviceId)
    .where('failed', 'in', [0, 1])
    .where('started_at', '<', keepFromAt)
    .execute();
}
