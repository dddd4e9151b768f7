import type { Kysely, Selectable, SelectQueryBuilder, Transaction } from 'kysely';
import type { Incident, TimelineEntry, timelineKinds } from '../domain/incident.ts';
import type { Database } from './schema.ts';
import { chunksOf } from './service-ids.ts';
import type { IncidentFilter, IncidentQuery, SpanQuery, ToldIncident } from './store.ts';

/** Replaces these incidents but for their acknowledgements, which are only ever added. */
export async function writeIncidents(db: Transaction<Database>, incidents: readonly Incident[]): Promise<void> {
  for (const { acknowledged, ...incident } of incidents) {
    await db
      .insertInto('incident')
      .values({
        id: incident.id,
        service: incident.service,
        started_at: incident.startedAt,
        closed_at: incident.closedAt ?? null,
        acknowledged_by: acknowledged?.by ?? null,
        acknowledged_at: acknowledged?.at ?? null,
        document: JSON.stringify(incident),
      })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((row) => ({
          started_at: row.ref('excluded.started_at'),
          closed_at: row.ref('excluded.closed_at'),
          acknowledged_by: row.fn.coalesce('incident.acknowledged_by', 'excluded.acknowledged_by'),
          acknowledged_at: row.fn.coalesce('incident.acknowledged_at', 'excluded.acknowledged_at'),
          document: row.ref('excluded.document'),
        })),
      )
      .execute();
  }
}

/** Adds lines to the stories of incidents, each once. */
export async function writeTimeline(db: Transaction<Database>, entries: readonly TimelineEntry[]): Promise<void> {
  for (const { incidentId, at, kind, text, by } of entries) {
    await db
      .insertInto('timeline')
      .values({ incident_id: incidentId, at, kind, text, by: by ?? null })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Incidents, newest first. */
export async function readIncidents(db: Kysely<Database>, query: IncidentQuery): Promise<readonly Incident[]> {
  const { behind, limit, offset = 0 } = query;
  let select = filtered(selectIncidents(db), query);
  if (behind !== undefined) {
    select = select.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('started_at', 'id'), '<', tuple(behind.startedAt, behind.id)),
    );
  }
  const newestFirst = select.orderBy('started_at', 'desc').orderBy('id', 'desc');
  return (await newestFirst.limit(limit).offset(offset).execute()).map(toIncident);
}

/** How many there are. */
export async function countIncidents(db: Kysely<Database>, filter: IncidentFilter): Promise<number> {
  const counting = db.selectFrom('incident').select(({ fn }) => fn.countAll<number>().as('count'));
  return Number((await filtered(counting, filter).executeTakeFirst())?.count ?? 0);
}

function filtered<Row>(
  select: SelectQueryBuilder<Database, 'incident', Row>,
  { service, open, fromAt, toAt }: IncidentFilter,
): SelectQueryBuilder<Database, 'incident', Row> {
  let narrowed = select;
  if (service !== undefined) narrowed = narrowed.where('service', '=', service);
  if (open !== undefined) narrowed = narrowed.where('closed_at', open ? 'is' : 'is not', null);
  if (toAt !== undefined) narrowed = narrowed.where('started_at', '<', toAt);
  if (fromAt !== undefined) {
    narrowed = narrowed.where(({ or, eb }) => {
      return or([eb('closed_at', 'is', null), eb('closed_at', '>', fromAt), eb('started_at', '>=', fromAt)]);
    });
  }
  return narrowed;
}

/** Incidents that share an instant with the range, open ones too, by their beginning, each with its story. */
export async function readIncidentsBetween(db: Kysely<Database>, query: SpanQuery): Promise<readonly ToldIncident[]> {
  const select = filtered(selectIncidents(db), query).orderBy('started_at').orderBy('id');
  const incidents = (await select.execute()).map(toIncident);
  const stories = await readStories(db, incidents);
  return incidents.map((incident) => ({ incident, story: stories.get(incident.id) ?? [] }));
}

const incidentsPerStatement = 500;

async function readStories(
  db: Kysely<Database>,
  incidents: readonly Incident[],
): Promise<ReadonlyMap<string, readonly TimelineEntry[]>> {
  const stories = new Map<string, TimelineEntry[]>();
  for (const part of chunksOf(incidents, incidentsPerStatement)) {
    const ids = part.map(({ id }) => id);
    for (const row of await selectTimeline(db).where('incident_id', 'in', ids).execute()) {
      const entry = toEntry(row);
      const story = stories.get(entry.incidentId);
      if (story === undefined) stories.set(entry.incidentId, [entry]);
      else story.push(entry);
    }
  }
  return stories;
}

/** Every incident that is open. */
export async function readOpenIncidents(db: Kysely<Database>): Promise<readonly Incident[]> {
  const rows = await selectIncidents(db).where('closed_at', 'is', null).orderBy('started_at').execute();
  return rows.map(toIncident);
}

/** One incident; undefined where there is none with this id. */
export async function readIncident(db: Kysely<Database>, id: string): Promise<Incident | undefined> {
  const row = await selectIncidents(db).where('id', '=', id).executeTakeFirst();
  return row && toIncident(row);
}

function selectIncidents(db: Kysely<Database>) {
  return db.selectFrom('incident').select(['document', 'acknowledged_by', 'acknowledged_at']);
}

type IncidentRow = Pick<Selectable<Database['incident']>, 'document' | 'acknowledged_by' | 'acknowledged_at'>;

function toIncident({ document, acknowledged_by: by, acknowledged_at: at }: IncidentRow): Incident {
  const incident: Incident = JSON.parse(document);
  return { ...incident, ...(by !== null && at !== null && { acknowledged: { by, at } }) };
}

/** The story of an incident, oldest first. */
export async function readTimeline(db: Kysely<Database>, incidentId: string): Promise<readonly TimelineEntry[]> {
  return (await selectTimeline(db).where('incident_id', '=', incidentId).execute()).map(toEntry);
}

function selectTimeline(db: Kysely<Database>) {
  return db.selectFrom('timeline').select(['incident_id', 'at', 'kind', 'text', 'by']).orderBy('at').orderBy('id');
}

function toEntry({ incident_id, at, kind, text, by }: Omit<Selectable<Database['timeline']>, 'id'>): TimelineEntry {
  const told = { incidentId: incident_id, at, kind: kind as (typeof timelineKinds)[number], text };
  return { ...told, ...(by !== null && { by }) };
}

/** Writes an acknowledgement where there is none yet, and tells it in the timeline. */
export async function acknowledgeIncident(
  db: Transaction<Database>,
  { id, by, at }: { readonly id: string; readonly by: string; readonly at: number },
): Promise<'done' | 'not_found' | 'closed'> {
  const incident = await readIncident(db, id);
  if (incident === undefined) return 'not_found';
  if (incident.closedAt !== undefined) return 'closed';
  if (incident.acknowledged !== undefined) return 'done';
  await db.updateTable('incident').set({ acknowledged_by: by, acknowledged_at: at }).where('id', '=', id).execute();
  await writeTimeline(db, [{ incidentId: id, at, kind: 'acknowledged', text: `acknowledged by ${by}`, by }]);
  return 'done';
}
