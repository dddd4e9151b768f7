import { onTestFinished } from 'vitest';
import { hashOf, makeToken } from '../../src/api/access/token.ts';
import type { AccessEntry } from '../../src/api/access-entry.ts';
import { createEventFeed } from '../../src/api/event-feed.ts';
import type { ApiPing } from '../../src/api/parts.ts';
import { type ApiServerParts, createApiServer } from '../../src/api/server.ts';
import { accessParts } from '../../src/app/api-access.ts';
import { systemClock } from '../../src/app/system-clock.ts';
import type { ServerSettings } from '../../src/config/config.ts';
import type { Scope } from '../../src/domain/access.ts';
import { systemTimer } from '../../src/resilience/timer.ts';
import type { Store } from '../../src/storage/store.ts';
import { loopbackHttp } from '../support/loopback-http.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { serverSettings } from '../support/server-settings.ts';

/** A server on a port of the loopback interface, and what it was told. */
export interface ApiWorld {
  readonly url: string;
  /** Below which everything is. */
  readonly root: string;
  readonly port: number;
  readonly pings: readonly (ApiPing & { readonly token: string })[];
  readonly defects: readonly { readonly error: unknown; readonly requestId: string }[];
  readonly accesses: readonly AccessEntry[];
  readonly parts: ApiServerParts;
  readonly store: Store;
  /** A token with such a scope, as the header that shows it. */
  token(
    scope: Scope,
    facts?: { readonly expiresAt?: number; readonly name?: string },
  ): Promise<{ readonly authorization: string }>;
  close(): Promise<void>;
}

export interface ApiWorldOptions {
  readonly settings?: Partial<ServerSettings>;
  /** In place of what is there otherwise: the heartbeat token `known` alone. */
  readonly parts?: Partial<ApiServerParts>;
}

/** Starts one; it ends with the test. */
export async function apiWorld({ settings = {}, parts: changed = {} }: ApiWorldOptions = {}): Promise<ApiWorld> {
  const pings: (ApiPing & { readonly token: string })[] = [];
  const defects: { readonly error: unknown; readonly requestId: string }[] = [];
  const accesses: AccessEntry[] = [];
  const store = createMemoryStore();
  let requests = 0;
  const server: ServerSettings = { ...serverSettings, listen: { host: '127.0.0.1', port: 0 }, ...settings };
  const events = createEventFeed({ startTimer: systemTimer, startedAt: systemClock.now() });
  const parts: ApiServerParts = {
    ...accessParts({ server, store, clock: systemClock, http: loopbackHttp, makeId: () => `id-${Math.random()}` }),
    isAlive: () => true,
    heartbeats: {
      ping: async (token, told) => {
        if (token !== 'known') return 'unknown';
        pings.push({ token, ...told });
        return 'accepted';
      },
    },
    system: async () => systemExample,
    readiness: async () => ({
      status: 'ready',
      checks: { configuration: 'ok', storage: 'ok', scheduler: 'ok' },
    }),
    metrics: async () => '# nothing\n',
    events,
    ...absentDesks,
    makeRequestId: () => {
      requests += 1;
      return `request-${requests}`;
    },
    onAccess: (entry) => accesses.push(entry),
    onDefect: (error, requestId) => defects.push({ error, requestId }),
    ...changed,
  };
  const api = createApiServer(parts);
  const { port } = await api.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(async () => {
    api.cut();
    await api.close();
  });
  const root = `http://127.0.0.1:${port}${server.basePath}`;
  return {
    ...{ url: `${root}/api/v1`, root, port, pings, defects, accesses, parts, store },
    async token(scope, { name = `${scope}er`, ...facts } = {}) {
      const token = makeToken();
      const what = { id: `t-${name}`, name, scope, hash: hashOf(token), createdAt: 0, isSession: false };
      await store.addAccessToken({ ...what, ...facts });
      return { authorization: `Bearer ${token}` };
    },
    close: () => api.close(),
  };
}

/** Desks at which nobody is: whoever asks there has been let in. */
const absentDesks = {
  services: absent<ApiServerParts['services']>(),
  history: absent<ApiServerParts['history']>(),
  incidents: absent<ApiServerParts['incidents']>(),
  planning: absent<ApiServerParts['planning']>(),
  alerts: absent<ApiServerParts['alerts']>(),
  reports: absent<ApiServerParts['reports']>(),
  everybody: absent<ApiServerParts['everybody']>(),
  deployments: absent<ApiServerParts['deployments']>(),
};

function absent<Desk extends object>(): Desk {
  const nobody: Desk = Object.create(null);
  const refuse = () => {
    throw new Error('nobody is at this desk');
  };
  return new Proxy(nobody, { get: () => refuse });
}

const at = '2026-11-22T10:00:00.000Z';

const systemExample = {
  version: '0.1.0',
  node: 'v20.20.2',
  started_at: at,
  uptime_ms: 1_000,
  services: 2,
  results: 3,
  missed_slots: { overrun: 0, late: 0, asleep: 0 },
  running: 0,
  waiting: 0,
  last_cycle_age_ms: 5,
  event_loop_lag_p99_ms: 1.5,
  storage: { available: true, bytes: 4_096, url: 'sqlite:data/svcmon.db' },
  outbox: { ops: 0 },
  network: 'online',
  canaries: 0,
  heartbeat: null,
  config: { path: 'config/services.yaml', loaded_at: at, last_reload_ok: null, read_only: false },
  time: at,
  timezone: 'UTC',
} as const;
