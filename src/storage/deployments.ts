import type { Kysely, SelectQueryBuilder, Transaction } from 'kysely';
import { type Deployment, isOwed } from '../domain/deployment.ts';
import type { Database } from './schema.ts';
import type { Connection } from './sqlite.ts';
import type { DeploymentFilter, DeploymentQuery, Store } from './store.ts';

/** How the database is read, and how it is written to for good. */
export interface KeepingParts {
  readonly read: Connection['read'];
  save<T>(work: (db: Transaction<Database>) => Promise<T>): Promise<T>;
}

type DeploymentKeeping = Pick<
  Store,
  'deployments' | 'countDeployments' | 'deployment' | 'saveDeployment' | 'changeDeployment'
>;

/** What a store knows of deployments. */
export function createDeploymentKeeping({ read, save }: KeepingParts): DeploymentKeeping {
  return {
    deployments: (query) => read((db) => readDeployments(db, query)),
    countDeployments: (filter) => read((db) => countDeployments(db, filter)),
    deployment: (id) => read((db) => readDeployment(db, id)),
    saveDeployment: (deployment) => save((db) => writeDeployment(db, deployment)),
    changeDeployment: (id, change) => save((db) => changeDeployment(db, id, change)),
  };
}

async function writeDeployment(db: Transaction<Database>, deployment: Deployment): Promise<void> {
  const { id, service, environment, status, createdAt } = deployment;
  const columns = {
    service,
    environment,
    status,
    created_at: createdAt,
    owed: isOwed(deployment) ? 1 : 0,
    document: JSON.stringify(deployment),
  };
  await db
    .insertInto('deployment')
    .values({ id, ...columns })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(columns))
    .execute();
}

async function readDeployment(db: Kysely<Database>, id: string): Promise<Deployment | undefined> {
  const row = await db.selectFrom('deployment').select('document').where('id', '=', id).executeTakeFirst();
  return row && toDeployment(row);
}

async function changeDeployment(
  db: Transaction<Database>,
  id: string,
  change: (deployment: Deployment) => Deployment,
): Promise<Deployment | undefined> {
  const stored = await readDeployment(db, id);
  if (stored === undefined) return undefined;
  const changed = change(stored);
  if (changed !== stored) await writeDeployment(db, changed);
  return changed;
}

async function readDeployments(db: Kysely<Database>, query: DeploymentQuery): Promise<readonly Deployment[]> {
  const { behind } = query;
  let select = filtered(db.selectFrom('deployment').select('document'), query);
  if (behind !== undefined) {
    select = select.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('created_at', 'id'), '<', tuple(behind.createdAt, behind.id)),
    );
  }
  const rows = await select
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit)
    .offset(query.offset ?? 0)
    .execute();
  return rows.map(toDeployment);
}

async function countDeployments(db: Kysely<Database>, query: DeploymentFilter): Promise<number> {
  const counting = db.selectFrom('deployment').select(({ fn }) => fn.countAll<number>().as('count'));
  return Number((await filtered(counting, query).executeTakeFirst())?.count ?? 0);
}

function filtered<Row>(
  select: SelectQueryBuilder<Database, 'deployment', Row>,
  { service, environment, status, fromAt, toAt, owed }: DeploymentFilter,
): SelectQueryBuilder<Database, 'deployment', Row> {
  let narrowed = select;
  if (service !== undefined) narrowed = narrowed.where('service', '=', service);
  if (environment !== undefined) narrowed = narrowed.where('environment', '=', environment);
  if (status !== undefined) narrowed = narrowed.where('status', '=', status);
  if (fromAt !== undefined) narrowed = narrowed.where('created_at', '>=', fromAt);
  if (toAt !== undefined) narrowed = narrowed.where('created_at', '<', toAt);
  if (owed === true) narrowed = narrowed.where(({ eb, lit }) => eb('owed', '=', lit(1)));
  return narrowed;
}

function toDeployment({ document }: { readonly document: string }): Deployment {
  const deployment: Deployment = JSON.parse(document);
  return deployment;
}
