import type { IncidentDetailResource, IncidentResource } from '../resources/incident.ts';
import type { AskedRange } from './history.ts';

/** Incidents, and what people say of them. Rejects with StoreUnavailable. */
export interface IncidentDesk {
  /** Newest first, 10,000 at most. */
  list(query: IncidentsQuery): Promise<readonly IncidentResource[]>;
  find(id: string): Promise<IncidentDetailResource | undefined>;
  acknowledge(
    id: string,
    said: { readonly by: string; readonly note?: string },
  ): Promise<'done' | 'not_found' | 'closed'>;
  note(id: string, said: { readonly by: string; readonly text: string }): Promise<'done' | 'not_found'>;
}

export interface IncidentsQuery extends Partial<AskedRange> {
  readonly service?: string;
  /** Of both kinds without it. */
  readonly open?: boolean;
}
