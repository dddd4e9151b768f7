import type { ServiceDesk } from './desks/services.ts';
import { noService } from './edited.ts';
import type { Answer } from './route.ts';

/** A service with how it is configured, with its tag, and where it is, where it is new; 404 where it is not there. */
export function serviceAnswer(name: string, services: ServiceDesk, status: 200 | 201): Answer {
  const found = services.find(name);
  if (found === undefined) return noService(name);
  const { service, etag } = found;
  const location = status === 201 && { location: `/services/${encodeURIComponent(name)}` };
  return { kind: 'answer', status, body: service, headers: { etag, ...location } };
}
