import type { Incident } from '../../domain/incident.ts';
import { pickOne } from '../pick-one.ts';
import type { StoreReader } from '../stored-state.ts';

const mostIncidents = 100_000;

/** The incident of an id or the beginning of one, or of a service: its open one, else its last. Rejects with a UsageError where there is none. */
export async function findIncident(
  store: Pick<StoreReader, 'incident' | 'incidents'>,
  text: string,
): Promise<Incident> {
  const exact = await store.incident(text);
  if (exact !== undefined) return exact.incident;
  const [open] = await store.incidents({ service: text, open: true, limit: 1 });
  const [last] = await store.incidents({ service: text, limit: 1 });
  return open ?? last ?? pickOne(await store.incidents({ limit: mostIncidents }), text, 'incident');
}
