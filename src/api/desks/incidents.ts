import type { Incident } from '../../domain/incident.ts';
import type { IncidentQuery } from '../../storage/store.ts';
import type { IncidentDetailResource } from '../resources/incident.ts';

/** Incidents, and what people say of them. Rejects with StoreUnavailable. */
export interface IncidentDesk {
  /** The newest first, and how many there are of this kind in all. */
  list(query: IncidentQuery): Promise<{ readonly items: readonly Incident[]; readonly total: number }>;
  find(id: string): Promise<IncidentDetailResource | undefined>;
  acknowledge(
    id: string,
    said: { readonly by: string; readonly note?: string },
  ): Promise<'done' | 'not_found' | 'closed'>;
  note(id: string, said: { readonly by: string; readonly text: string }): Promise<'done' | 'not_found'>;
}
