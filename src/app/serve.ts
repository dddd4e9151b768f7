import { randomUUID } from 'node:crypto';
import type { ApiServer } from '../api/server.ts';
import type { ServerSettings } from '../config/config.ts';
import type { ListenAddress } from '../config/listen-address.ts';
import { formatEndpoint } from '../http/address.ts';
import type { StartTimer } from '../resilience/timer.ts';
import type { Log } from './log.ts';
import type { Monitor } from './monitor.ts';

/** The monitor's server while it listens. */
export interface Served {
  /** `http://127.0.0.1:8686`, with the base path. */
  readonly url: string;
  /** Takes nothing more, and ends within 3 s what is under way. */
  stop(): Promise<void>;
}

/** Why nobody can be listened to, as a sentence. */
export class CannotListen extends Error {
  override readonly name = 'CannotListen';
}

export interface ServeParts {
  readonly monitor: Pick<Monitor, 'ping' | 'isAlive' | 'beginListening' | 'endListening'>;
  readonly server: ServerSettings;
  readonly log: Log;
  readonly startTimer: StartTimer;
}

/** Listens at the address of the configuration, if it has one. Rejects with CannotListen where the system does not let it. */
export async function serve({ monitor, server, log, startTimer }: ServeParts): Promise<Served | undefined> {
  const { listen, basePath } = server;
  if (listen === undefined) return undefined;
  // Large, and most runs listen nowhere.
  const { createApiServer } = await import('../api/server.ts');
  const api = createApiServer({
    basePath,
    heartbeats: { ping: (token, ping) => monitor.ping(token, ping) },
    isAlive: () => monitor.isAlive(),
    makeRequestId: randomUUID,
    onDefect: (error, requestId) =>
      log.error('a request failed: a defect of svcmon', { error: String(error), request_id: requestId }),
  });
  const { port } = await bind(api, listen);
  monitor.beginListening();
  const url = `http://${formatEndpoint(listen.host, port)}${basePath}`;
  log.info('listening', { url });
  return {
    url,
    async stop() {
      await Promise.race([api.close(), patience(startTimer)]);
      monitor.endListening();
    },
  };
}

const drainsWithinMs = 3_000;

function patience(startTimer: StartTimer): Promise<void> {
  return new Promise((resolve) => startTimer(drainsWithinMs, resolve));
}

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
