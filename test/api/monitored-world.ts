import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openDesks } from '../../src/app/api-desks.ts';
import { createMonitor } from '../../src/app/create-monitor.ts';
import { createEffects } from '../../src/app/effects.ts';
import type { Monitor } from '../../src/app/monitor.ts';
import { outsideEffects } from '../../src/app/outside-effects.ts';
import { createReloader } from '../../src/app/reload.ts';
import { loadConfig } from '../../src/config/load.ts';
import { openStore } from '../../src/storage/open.ts';
import type { Store } from '../../src/storage/store.ts';
import { startLocalServer } from '../support/local-server.ts';
import { createLogBook } from '../support/log-book.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { apiWorld } from './api-world.ts';

/** What came back. */
export interface Came {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The same as JSON; undefined where it is none. */
  readonly json: Json;
}

// biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the tests find out.
export type Json = any;

/** The API of a real monitor, with a real store and a configuration file, on loopback. */
export interface MonitoredWorld {
  readonly monitor: Monitor;
  readonly store: Store;
  /** Of the target: `/up` answers 200, `/down` 503, `/switch` what it is set to. */
  readonly target: { readonly url: string; status: number };
  /** Messages that came to the channel `ops`. */
  readonly messages: readonly string[];
  readonly file: string;
  text(): Promise<string>;
  write(text: string): Promise<void>;
  /** Asks as an administrator, unless other headers are given; a body is sent as JSON. */
  ask(method: string, path: string, options?: AskOptions): Promise<Came>;
}

export interface AskOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the token; admin without it. */
  readonly as?: 'nobody' | 'read' | 'write' | 'admin';
}

export interface MonitoredWorldOptions {
  /** In place of the usual file; `URL` stands for the target, `FOLDER` for one that is gone with the test. */
  readonly config?: string;
  readonly readOnly?: boolean;
  /** Whether only public addresses are looked at for callers. */
  readonly guarded?: boolean;
}

/** A commented file with a service that is up and public, one that is down, and a channel. */
const usualConfig = `# services of the shop
services:
  # the front
  - name: up # never down
    url: URL/up
    group: shop
    public: true
    tags: { team: web } # who cares
    timeout: 5s
    slo: { objective: 99.9 }
  # the back
  - name: down
    url: URL/down
    group: shop
    depends_on: [up]
    interval: 60s

# what is told
alerts:
  directory: FOLDER/alerts
  thresholds: { failure_count_alert: 1, recovery_count: 1 }
  channels:
    - { name: ops, type: webhook, url: "URL/hook" }
  routes:
    - { channels: [ops], group_wait: 0s }
maintenance:
  - name: leap day
    schedule: "0 3 29 2 *"
    duration: 1h
    timezone: UTC
`;

/** Starts one; it ends with the test. */
export async function monitoredWorld({
  config: text = usualConfig,
  readOnly = false,
  guarded = false,
}: MonitoredWorldOptions = {}): Promise<MonitoredWorld> {
  const folder = temporaryFolder();
  const state = { status: 200 };
  const messages: string[] = [];
  const server = await startLocalServer(({ url, body }, response) => {
    if (url === '/hook') messages.push(body);
    const statuses: Readonly<Record<string, number>> = { '/down': 503, '/switch': state.status };
    response.writeHead(statuses[url] ?? 200, { 'content-type': 'text/plain' }).end('answer');
  });
  const file = join(folder, 'services.yaml');
  await writeFile(file, text.replaceAll('URL', server.url).replaceAll('FOLDER', folder));
  const source = { path: file, environment: { KNOWN: 'hunter2-hunter2' } };
  const loaded = await loadConfig(source);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const { config } = loaded;
  const effects = createEffects();
  const { clock, startTimer } = effects;
  const { store } = await openStore({ url: `sqlite:${join(folder, 'svcmon.db')}`, mode: 'write', clock, startTimer });
  const log = createLogBook();
  const monitor = await createMonitor({ config, store, effects, log });
  const reload = createReloader({
    load: () => loadConfig(source),
    current: () => monitor.config,
    apply: (next) => monitor.use(next),
    log,
  });
  const outside = outsideEffects(effects, { allowPrivateTargets: !guarded });
  const defects: unknown[] = [];
  const onDefect = (error: unknown) => defects.push(error);
  const desks = openDesks({ monitor, store, effects, outside, source, reload, onDefect });
  const api = await apiWorld({ parts: { ...desks, readOnly } });
  await monitor.start();
  onTestFinished(async () => {
    await desks.stop();
    await monitor.stop();
    await server.stop();
    const thrown = [...defects, ...api.defects.map(({ error }) => error)];
    if (thrown.length > 0) throw new Error('a defect', { cause: thrown[0] });
  });
  const tokens = {
    nobody: {},
    read: await api.token('read'),
    write: await api.token('write', { name: 'ada' }),
    admin: await api.token('admin'),
  };
  return {
    ...{ monitor, store, messages, file },
    target: Object.assign(state, { url: server.url }),
    text: () => readFile(file, 'utf8'),
    write: (next) => writeFile(file, next.replaceAll('URL', server.url)),
    async ask(method, path, { body, headers = {}, as } = {}) {
      const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
      const type = body === undefined ? {} : { 'content-type': 'application/json' };
      const answer = await fetch(`${api.url}${path}`, {
        method,
        headers: { ...tokens[as ?? 'admin'], ...type, ...headers },
        ...sent,
      });
      const came = await answer.text();
      const isJson = answer.headers.get('content-type')?.includes('json') === true;
      return {
        status: answer.status,
        headers: answer.headers,
        text: came,
        json: isJson ? JSON.parse(came) : undefined,
      };
    },
  };
}

/** The same once both services were checked, and the failure of `down` was told. */
export async function checkedWorld(options: MonitoredWorldOptions = {}): Promise<MonitoredWorld> {
  const world = await monitoredWorld(options);
  await world.ask('POST', '/services/up/check');
  await world.ask('POST', '/services/down/check');
  return world;
}
