import { randomUUID } from 'node:crypto';
import type { AccessEntry } from '../api/access-entry.ts';
import type { ApiParts } from '../api/parts.ts';
import type { ApiServer } from '../api/server.ts';
import type { ServerSettings } from '../config/config.ts';
import type { ListenAddress } from '../config/listen-address.ts';
import { formatEndpoint } from '../http/address.ts';
import { createMakeId } from '../monitor/make-id.ts';
import type { Store } from '../storage/store.ts';
import { accessParts } from './api-access.ts';
import { operationsParts } from './api-operations.ts';
import type { Effects } from './effects.ts';
import type { Log } from './log.ts';
import type { ApiMetrics } from './metrics/api-metrics.ts';
import type { Monitor } from './monitor.ts';
import { refuseOpenDoor } from './open-door.ts';
import { webFolder } from './web-folder.ts';

/** The monitor's server while it listens. */
export interface Served {
  /** `http://127.0.0.1:8686`, with the base path. */
  readonly url: string;
  /** A link that lets one browser in as whoever started svcmon, once and within ten minutes. */
  loginUrl(): string;
  /** Takes nothing more, ends at once what only waits or follows, and within 3 s what is under way. */
  stop(): Promise<void>;
}

/** Why nobody can be listened to, as a sentence. */
export class CannotListen extends Error {
  override readonly name = 'CannotListen';
}

type OwnParts = keyof ReturnType<typeof accessParts> | keyof ReturnType<typeof operationsParts>;

/** What the routes need beside how svcmon itself fares and who may do what. */
export type Desks = Omit<ApiParts, OwnParts | 'heartbeats' | 'metrics' | 'events'>;

export interface ServeParts {
  readonly monitor: Monitor;
  readonly server: ServerSettings;
  readonly store: Store;
  readonly log: Log;
  readonly effects: Pick<Effects, 'clock' | 'startTimer' | 'random' | 'http'>;
  /** Where the configuration is. */
  readonly configPath: string;
  readonly desks: Desks;
  /** What `/metrics` shows. */
  readonly metrics: Pick<ApiMetrics, 'text'>;
}

/** Listens at the address of the configuration, if it has one. Rejects with CannotListen where the system does not let it, or where everybody could come in. */
export async function serve(parts: ServeParts): Promise<Served | undefined> {
  const { monitor, server, store, log, effects, desks, metrics } = parts;
  const { listen, basePath } = server;
  if (listen === undefined) return undefined;
  const { clock, startTimer, random, http } = effects;
  await refuseOpenDoor({ ...server, listen }, { store, now: clock.now() });
  // Large, and most runs listen nowhere.
  const [{ createApiServer }, { openAssets }, { createEventFeed }, { toLiveEvent }] = await Promise.all([
    import('../api/server.ts'),
    import('../api/assets.ts'),
    import('../api/event-feed.ts'),
    import('../api/live-event.ts'),
  ]);
  const folder = webFolder();
  const assets = folder === undefined ? {} : { assets: await openAssets({ folder, basePath }) };
  const events = createEventFeed({ startTimer, startedAt: clock.now() });
  const access = accessParts({ server, store, clock, http, makeId: createMakeId({ clock, random }) });
  const api = createApiServer({
    ...access,
    ...operationsParts({ monitor, clock, configPath: parts.configPath, readOnly: server.readOnly }),
    ...desks,
    ...assets,
    heartbeats: { ping: (token, ping) => monitor.ping(token, ping) },
    metrics: () => metrics.text(),
    events,
    makeRequestId: randomUUID,
    onAccess: (entry) => logAccess(entry, server.accessLog, log),
    onDefect: (error, requestId) =>
      log.error('a request failed: a defect of svcmon', { error: String(error), request_id: requestId }),
  });
  const { port } = await bind(api, listen);
  const forget = monitor.events.subscribe((event) => {
    const live = toLiveEvent(event);
    if (live !== undefined) events.publish(live);
  });
  monitor.beginListening();
  const url = `http://${formatEndpoint(listen.host, port)}${basePath}`;
  log.info('listening', { url });
  return {
    url,
    loginUrl: () => `${url}/#login=${access.sessions.makeCode()}`,
    async stop() {
      forget();
      const cancel = startTimer(drainsWithinMs, () => api.cut());
      await api.close();
      cancel();
      monitor.endListening();
    },
  };
}

function logAccess(entry: AccessEntry, wanted: ServerSettings['accessLog'], log: Log): void {
  if (wanted === 'none' || (wanted === 'changes' && !entry.isNotable)) return;
  const { method, route, status, durationMs, bytes, client, by, requestId } = entry;
  log.info('request', {
    ...{ method, route, status, bytes, client, by },
    ms: Math.round(durationMs * 10) / 10,
    request_id: requestId,
  });
}

const drainsWithinMs = 3_000;

async function bind(api: ApiServer, address: ListenAddress): Promise<{ readonly port: number }> {
  try {
    return await api.listen(address);
  } catch (error) {
    await api.close();
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const why = reasons[code];
    if (why === undefined) throw error;
    const message = `cannot listen at ${formatEndpoint(address.host, address.port)}: ${why}`;
    throw new CannotListen(message, { cause: error });
  }
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is in use by another program',
  EACCES: 'this user may not use the port',
  EPERM: 'this user may not use the port',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no such name',
  EAI_AGAIN: 'the name cannot be looked up',
  EAFNOSUPPORT: 'this machine does not know addresses of that kind',
};
