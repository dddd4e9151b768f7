import type { Incident } from '../domain/incident.ts';
import type { IncidentStory } from '../reporting/incident-document.ts';
import type { Store } from '../storage/store.ts';

// The messages of an older incident are told by its timeline.
const mostMessages = 20_000;
const mostFailures = 10;

/** Reads everything that is known of an incident. */
export async function readStory(
  store: Pick<Store, 'incident' | 'outboxHistory' | 'failures'>,
  incident: Incident,
): Promise<IncidentStory> {
  const { id, service, startedAt, recoveredAt = Number.POSITIVE_INFINITY } = incident;
  const [told, messages, failures] = await Promise.all([
    store.incident(id),
    store.outboxHistory({ limit: mostMessages }),
    store.failures(service, mostFailures),
  ]);
  return {
    incident: told?.incident ?? incident,
    timeline: told?.timeline ?? [],
    messages: messages.filter(({ incidentId }) => incidentId === id).toReversed(),
    failures: failures.filter((failure) => failure.startedAt >= startedAt && failure.startedAt < recoveredAt),
  };
}
