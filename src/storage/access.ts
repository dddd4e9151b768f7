import type { Kysely, Transaction } from 'kysely';
import type { AccessToken, AuditEntry } from '../domain/access.ts';
import type { Database } from './schema.ts';
import type { AuditQuery } from './store.ts';

/** Adds a token, unless another of its name is in force; what has expired goes. */
export async function writeToken(db: Transaction<Database>, token: AccessToken): Promise<'done' | 'name_taken'> {
  await db.deleteFrom('access_token').where('expires_at', '<=', token.createdAt).execute();
  const { id, name, isSession, parentId, expiresAt, lastUsedAt: _, ...rest } = token;
  if (!isSession && (await tokenNamed(db, name)) !== undefined) return 'name_taken';
  await db
    .insertInto('access_token')
    .values({
      id,
      name,
      is_session: isSession ? 1 : 0,
      parent_id: parentId ?? null,
      expires_at: expiresAt ?? null,
      last_used_at: null,
      document: JSON.stringify(rest),
    })
    .execute();
  return 'done';
}

/** Every token and session, by their age. */
export async function readTokens(db: Kysely<Database>): Promise<readonly AccessToken[]> {
  const rows = await db.selectFrom('access_token').selectAll().orderBy('id').execute();
  return rows.map(({ id, name, is_session, parent_id, expires_at, last_used_at, document }) => {
    const rest: Pick<AccessToken, 'scope' | 'hash' | 'createdAt'> = JSON.parse(document);
    return {
      ...rest,
      id,
      name,
      isSession: is_session === 1,
      ...(parent_id !== null && { parentId: parent_id }),
      ...(expires_at !== null && { expiresAt: expires_at }),
      ...(last_used_at !== null && { lastUsedAt: last_used_at }),
    };
  });
}

/** Removes a token and the sessions that began with it. */
export async function removeToken(db: Transaction<Database>, id: string): Promise<'done' | 'not_found'> {
  const row = await db.selectFrom('access_token').select('id').where('id', '=', id).executeTakeFirst();
  if (row === undefined) return 'not_found';
  await db
    .deleteFrom('access_token')
    .where(({ or, eb }) => or([eb('id', '=', id), eb('parent_id', '=', id)]))
    .execute();
  return 'done';
}

/** Notes when a token was used last. */
export async function touchToken(db: Transaction<Database>, id: string, at: number): Promise<void> {
  await db.updateTable('access_token').set({ last_used_at: at }).where('id', '=', id).execute();
}

async function tokenNamed(db: Transaction<Database>, name: string) {
  return db
    .selectFrom('access_token')
    .select('id')
    .where('name', '=', name)
    .where('is_session', '=', 0)
    .executeTakeFirst();
}

const mostAudited = 100_000;

/** Adds a change; of the oldest none is kept beyond a hundred thousand. */
export async function writeAudit(db: Transaction<Database>, entry: Omit<AuditEntry, 'id'>): Promise<void> {
  const { at, ...rest } = entry;
  const last = await db.selectFrom('audit').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst();
  const id = (last?.id ?? 0) + 1;
  await db
    .insertInto('audit')
    .values({ id, at, document: JSON.stringify(rest) })
    .execute();
  await db
    .deleteFrom('audit')
    .where('id', '<=', id - mostAudited)
    .execute();
}

/** Changes, newest first, and how many there are in all. */
export async function readAudit(
  db: Kysely<Database>,
  { limit, offset = 0, beforeId }: AuditQuery,
): Promise<{ readonly entries: readonly AuditEntry[]; readonly total: number }> {
  let select = db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(limit).offset(offset);
  if (beforeId !== undefined) select = select.where('id', '<', beforeId);
  const rows = await select.execute();
  const counted = await db
    .selectFrom('audit')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirst();
  const entries = rows.map(({ id, at, document }) => {
    const rest: Omit<AuditEntry, 'id' | 'at'> = JSON.parse(document);
    return { ...rest, id, at };
  });
  return { entries, total: Number(counted?.count ?? 0) };
}
