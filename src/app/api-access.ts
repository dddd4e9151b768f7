import { createGate } from '../api/access/gate.ts';
import { createOidcLogin } from '../api/access/oidc.ts';
import { createSessions } from '../api/access/sessions.ts';
import { createTokenBook, type TokenStore } from '../api/access/token-book.ts';
import type { ApiServerParts } from '../api/server.ts';
import type { ServerSettings } from '../config/config.ts';
import type { Clock } from '../domain/clock.ts';
import type { HttpClient } from '../http/client.ts';

export interface AccessParts {
  readonly server: ServerSettings;
  readonly store: TokenStore;
  readonly clock: Clock;
  readonly makeId: () => string;
  readonly http: HttpClient;
}

type Access = Pick<
  ApiServerParts,
  | 'basePath'
  | 'readOnly'
  | 'gate'
  | 'sessions'
  | 'oidc'
  | 'corsOrigins'
  | 'trustProxy'
  | 'rateLimit'
  | 'probing'
  | 'now'
  | 'audit'
  | 'addAudit'
>;

/** Everything that decides who may do what, and writes down who did. */
export function accessParts({ server, store, clock, makeId, http }: AccessParts): Access {
  const { basePath, readOnly, hosts, corsOrigins, requireToken, trustProxy, rateLimit } = server;
  const { oidc: settings } = server;
  const tokens = createTokenBook({ store, clock });
  const listenHost = server.listen?.host ?? 'localhost';
  return {
    ...{ basePath, readOnly, corsOrigins, trustProxy, rateLimit },
    probing: { targets: server.probeTargets, modules: server.modules },
    gate: createGate({ tokens, listenHost, hosts, corsOrigins, requireToken }),
    sessions: createSessions({ store, tokens, clock, makeId }),
    ...(settings !== undefined && { oidc: createOidcLogin({ settings, http, clock }) }),
    now: clock.now,
    audit: (query) => store.audit(query),
    addAudit: (entry) => store.addAudit(entry),
  };
}
