import { badRequest, conflict, notFound } from './answer.ts';
import type { Edited } from './desks/services.ts';
import type { Answer } from './route.ts';

/** The answer where there is no such service. */
export function noService(name: string): Answer {
  return notFound(`no service is named ${JSON.stringify(name)}`);
}

/** The answer where the configuration is not to be changed here. */
export function readOnlyConfig(): Answer {
  return conflict('the configuration cannot be changed here: server.read_only is set');
}

/** The answer where a service could not be changed; undefined where it was. */
export function refusalOf(edited: Edited, name: string): Answer | undefined {
  switch (edited.kind) {
    case 'done':
      return undefined;
    case 'not_found':
      return noService(name);
    case 'stale':
      return {
        kind: 'problem',
        status: 412,
        detail: 'it was changed meanwhile: read it again',
        headers: { etag: edited.etag },
      };
    case 'refused':
      return conflict(edited.why);
    case 'invalid':
      return badRequest(edited.mistakes);
  }
}
