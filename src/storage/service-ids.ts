import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** The numbers that stand for services in tables with many rows. */
export interface ServiceIds {
  /** By name; services never seen before get one. To be called within the transaction that uses them. */
  ensure(db: Kysely<Database>, names: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

/** Remembers what it has read, since a number never changes. */
export function createServiceIds(): ServiceIds {
  const known = new Map<string, number>();
  return {
    async ensure(db, names) {
      const asked = [...new Set(names)];
      const unread = asked.filter((name) => !known.has(name));
      for (const [name, id] of await readIds(db, unread)) known.set(name, id);
      // Not remembered yet: the transaction may still be rolled back, and their numbers with it.
      const added = await addServices(
        db,
        unread.filter((name) => !known.has(name)),
      );
      return new Map(asked.flatMap((name) => idPair(name, known.get(name) ?? added.get(name))));
    },
  };
}

function idPair(name: string, id: number | undefined): readonly (readonly [string, number])[] {
  return id === undefined ? [] : [[name, id]];
}

const namesPerStatement = 500;

async function readIds(db: Kysely<Database>, names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const ids = new Map<string, number>();
  for (const part of chunksOf(names, namesPerStatement)) {
    const rows = await db.selectFrom('service').select(['id', 'name']).where('name', 'in', part).execute();
    for (const { id, name } of rows) ids.set(name, id);
  }
  return ids;
}

async function addServices(db: Kysely<Database>, names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  for (const part of chunksOf(names, namesPerStatement)) {
    const rows = part.map((name) => ({ name, paused_at: null }));
    await db.insertInto('service').values(rows).execute();
  }
  return readIds(db, names);
}

/** The number of a service; undefined when it was never seen. */
export async function serviceId(db: Kysely<Database>, name: string): Promise<number | undefined> {
  const row = await db.selectFrom('service').select('id').where('name', '=', name).executeTakeFirst();
  return row?.id;
}

/** The names of all services ever seen, by their numbers. */
export async function serviceNames(db: Kysely<Database>): Promise<ReadonlyMap<number, string>> {
  const rows = await db.selectFrom('service').select(['id', 'name']).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Services ever seen by name: the named one, or all where none is named. */
export async function servicesOf(
  db: Kysely<Database>,
  service: string | undefined,
): Promise<readonly { readonly id: number; readonly name: string }[]> {
  if (service === undefined) {
    const names = await serviceNames(db);
    return [...names].map(([id, name]) => ({ id, name })).sort((a, b) => (a.name < b.name ? -1 : 1));
  }
  const id = await serviceId(db, service);
  return id === undefined ? [] : [{ id, name: service }];
}

/** Parts of at most `size`: the number of parameters of one statement is limited. */
export function chunksOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => {
    return items.slice(index * size, (index + 1) * size);
  });
}
