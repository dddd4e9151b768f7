import type { IncidentDesk, IncidentsQuery } from '../api/desks/incidents.ts';
import type { IncidentDetailResource } from '../api/resources/incident.ts';
import type { Clock } from '../domain/clock.ts';
import type { Incident } from '../domain/incident.ts';
import { incidentDocument, storyDocument } from '../reporting/incident-document.ts';
import type { Store } from '../storage/store.ts';
import { readStory } from './read-story.ts';

export interface IncidentsParts {
  readonly store: Store;
  readonly clock: Clock;
  /** Makes what people say hold at once. */
  refresh(): Promise<void>;
}

const mostIncidents = 10_000;

/** What is stored of incidents. */
export function createIncidentDesk({ store, clock, refresh }: IncidentsParts): IncidentDesk {
  return {
    async list(query) {
      return (await readIncidents(store, query)).map(incidentDocument);
    },
    async find(id) {
      const told = await store.incident(id);
      return told && detailOf(store, told.incident);
    },
    async acknowledge(id, { by, note }) {
      const at = clock.now();
      const outcome = await store.acknowledge(id, by, at);
      if (outcome === 'done' && note !== undefined) await store.addNote(id, { text: note, by, at });
      await refresh();
      return outcome;
    },
    note: (id, { by, text }) => store.addNote(id, { text, by, at: clock.now() }),
  };
}

async function readIncidents(store: Store, query: IncidentsQuery): Promise<readonly Incident[]> {
  const { service, open, fromAt, toAt } = query;
  const ofService = service !== undefined && { service };
  if (fromAt === undefined && toAt === undefined) {
    return store.incidents({ ...ofService, ...(open !== undefined && { open }), limit: mostIncidents });
  }
  const range = { fromAt: fromAt ?? 0, toAt: toAt ?? Number.MAX_SAFE_INTEGER };
  const told = await store.incidentsBetween({ ...ofService, ...range });
  const incidents = told.map(({ incident }) => incident).toReversed();
  return incidents
    .filter(({ closedAt }) => open === undefined || open === (closedAt === undefined))
    .slice(0, mostIncidents);
}

async function detailOf(store: Store, incident: Incident): Promise<IncidentDetailResource> {
  const { incident: document, timeline, messages, failures } = storyDocument(await readStory(store, incident));
  return { ...document, timeline, messages, failures };
}
