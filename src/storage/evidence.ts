import type { Kysely, Transaction } from 'kysely';
import type { CheckResult } from '../domain/check-result.ts';
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

/** Keeps these results in full, and of each service only the last few. */
export async function writeEvidence(
  db: Transaction<Database>,
  results: readonly CheckResult[],
  ids: ReadonlyMap<string, number>,
): Promise<void> {
  for (const result of results) {
    const id = ids.get(result.service);
    if (id === undefined) continue;
    const failed = isFailure(result.status) ? 1 : 0;
    const document = JSON.stringify(withoutRawTexts(result));
    await db
      .insertInto('evidence')
      .values({ service_id: id, failed, started_at: result.startedAt, document })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await removeOldest(db, { id, failed });
  }
}

/** Only the evidence is redacted: the observation's own body and headers never reach the disk. */
function withoutRawTexts({ observation, ...result }: CheckResult): CheckResult {
  if (observation === undefined) return result;
  const { body: _, headers: __, answer: ___, ...facts } = observation;
  return { ...result, observation: facts };
}

async function removeOldest(
  db: Transaction<Database>,
  { id, failed }: { readonly id: number; readonly failed: number },
): Promise<void> {
  await db
    .deleteFrom('evidence')
    .where('service_id', '=', id)
    .where('failed', '=', failed)
    .where('started_at', '<', (inner) =>
      inner
        .selectFrom('evidence')
        .select('started_at')
        .where('service_id', '=', id)
        .where('failed', '=', failed)
        .orderBy('started_at', 'desc')
        .limit(1)
        .offset((failed === 1 ? keptFailures : keptSamples) - 1),
    )
    .execute();
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
