import { describe, expect, test } from 'vitest';
import { createReloader, mergeConfig } from '../../src/app/reload.ts';
import type { Config } from '../../src/config/config.ts';
import type { LoadResult } from '../../src/config/load.ts';
import { Secret } from '../../src/domain/secret.ts';
import { answering, scriptedCheck } from '../support/checks.ts';
import { configOf, configured } from '../support/config.ts';
import { createLogBook } from '../support/log-book.ts';

function service(name: string, fingerprint?: string) {
  return configured(scriptedCheck(answering(200), { service: { name } }).check, fingerprint);
}

const origins = { main: 'services.yaml', files: ['services.yaml'], include: [] };

function loaded(config: Config): LoadResult {
  return { ok: true, config, sources: new Map(), origins };
}

function refused(...messages: readonly string[]): LoadResult {
  const problems = messages.map((message) => ({
    file: 'services.yaml',
    line: 3,
    column: 5,
    path: 'services',
    message,
  }));
  return { ok: false, problems, sources: new Map(), origins };
}

describe('a new configuration', () => {
  test('is told apart by the names of its services and what changed in them', () => {
    const old = configOf([service('stays'), service('changes', '1'), service('goes')]);
    const { change } = mergeConfig(old, configOf([service('comes'), service('changes', '2'), service('stays')]));
    expect(change).toEqual({ added: ['comes'], changed: ['changes'], removed: ['goes'] });
  });

  test('keeps what did not change as the very same value, in the new order', () => {
    const old = configOf([service('a'), service('b', '1')]);
    const next = configOf([service('b', '2'), service('a')]);
    const { config } = mergeConfig(old, next);
    expect(config.services[0]).toBe(next.services[0]);
    expect(config.services[1]).toBe(old.services[0]);
  });
});

describe('a reload', () => {
  /** A reloader that is given these results one after another. */
  function reloaderOf(first: Config, ...results: readonly LoadResult[]) {
    const log = createLogBook();
    const applied: Config[] = [];
    const left = [...results];
    const reload = createReloader({
      load: async () => left.shift() ?? refused('nothing left'),
      current: () => applied.at(-1) ?? first,
      apply: async (config) => void applied.push(config),
      log,
    });
    return { reload, log, applied };
  }

  test('takes over a configuration without mistakes and says what changed', async () => {
    const { reload, log, applied } = reloaderOf(configOf([service('a')]), loaded(configOf([service('b')])));
    expect(await reload()).toEqual({ ok: true, change: { added: ['b'], changed: [], removed: ['a'] } });
    expect(applied).toHaveLength(1);
    expect(log.lines).toEqual(['info the configuration was reloaded']);
    expect(log.facts).toEqual([{ added: 1, removed: 1, changed: 0, services: '+b -a' }]);
  });

  test('keeps the old one where the new has mistakes, and names all of them', async () => {
    const { reload, log, applied } = reloaderOf(configOf([service('a')]), refused('is required', 'unknown key'));
    expect(await reload()).toEqual({ ok: false });
    expect(applied).toEqual([]);
    expect(log.lines).toEqual(['error the configuration was not reloaded: it has mistakes, and the one in use stays']);
    expect(log.facts).toEqual([
      { count: 2, problems: 'services.yaml:3:5 services: is required\nservices.yaml:3:5 services: unknown key' },
    ]);
  });

  test('compares with what is in use, not with what was refused', async () => {
    const results = [refused('is required'), loaded(configOf([service('a'), service('b')]))];
    const { reload } = reloaderOf(configOf([service('a')]), ...results);
    await reload();
    expect(await reload()).toMatchObject({ change: { added: ['b'], changed: [], removed: [] } });
  });

  test('waits for the one before it', async () => {
    const results = [loaded(configOf([service('b')])), loaded(configOf([service('c')]))];
    const { reload, applied } = reloaderOf(configOf([service('a')]), ...results);
    await Promise.all([reload(), reload()]);
    expect(applied.map(({ services }) => services[0]?.service.name)).toEqual(['b', 'c']);
  });

  test('says that another receiver of metrics needs a new start', async () => {
    const otlp = {
      endpoint: 'http://127.0.0.1:4318/v1/metrics',
      headers: {},
      protocol: 'http/protobuf',
      compression: 'gzip',
      intervalMs: 60_000,
      timeoutMs: 10_000,
      resource: {},
    } as const;
    const { reload, log } = reloaderOf(configOf([]), loaded(configOf([], { metrics: { otlp } })));
    await reload();
    expect(log.lines).toContain('warn a change of metrics takes effect when svcmon is started again');
  });

  test('says so too where only a secret became another one', async () => {
    const withToken = (token: string) =>
      configOf([], {
        metrics: {
          otlp: {
            endpoint: 'http://127.0.0.1:4318/v1/metrics',
            headers: { authorization: new Secret(token) },
            protocol: 'http/protobuf',
            compression: 'gzip',
            intervalMs: 60_000,
            timeoutMs: 10_000,
            resource: {},
          },
        },
      });
    const changed = reloaderOf(withToken('old'), loaded(withToken('new')));
    await changed.reload();
    expect(changed.log.lines).toContain('warn a change of metrics takes effect when svcmon is started again');
    const same = reloaderOf(withToken('old'), loaded(withToken('old')));
    await same.reload();
    expect(same.log.lines.join()).not.toContain('takes effect');
  });

  test('says that another storage needs a new start', async () => {
    const old = configOf([]);
    const next = configOf([], { storage: { ...old.storage, url: 'sqlite:elsewhere.db' } });
    const { reload, log } = reloaderOf(old, loaded(next));
    await reload();
    expect(log.lines).toContain('warn a change of storage takes effect when svcmon is started again');
  });
});
