import type { IncidentDesk } from '../api/desks/incidents.ts';
import type { IncidentDetailResource } from '../api/resources/incident.ts';
import type { Clock } from '../domain/clock.ts';
import type { Incident } from '../domain/incident.ts';
import { storyDocument } from '../reporting/incident-document.ts';
import type { Store } from '../storage/store.ts';
import { readStory } from './read-story.ts';

export interface IncidentsParts {
  readonly store: Store;
  readonly clock: Clock;
  /** Makes what people say hold at once. */
  refresh(): Promise<void>;
}

/** What is stored of incidents. */
export function createIncidentDesk({ store, clock, refresh }: IncidentsParts): IncidentDesk {
  return {
    async list(query) {
      const { limit: _, offset: __, behind: ___, ...filter } = query;
      const [items, total] = await Promise.all([store.incidents(query), store.countIncidents(filter)]);
      return { items, total };
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

async function detailOf(store: Store, incident: Incident): Promise<IncidentDetailResource> {
  const { incident: document, timeline, messages, failures } = storyDocument(await readStory(store, incident));
  return { ...document, timeline, messages, failures };
}
