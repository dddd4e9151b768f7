import { describe, expect, test } from 'vitest';
import { channels } from '../../src/channels/registry.ts';
import { loadConfig } from '../../src/config/load.ts';
import { type Readable, serviceKnownByName } from '../../src/config/readable.ts';
import { probes } from './kinds.ts';
import { twoServices } from './load-text.ts';
import { memoryFiles } from './memory-files.ts';

async function readableFrom(text: string, more: Readonly<Record<string, string>> = {}): Promise<Readable | undefined> {
  const files = memoryFiles({ 'services.yaml': text, ...more }, { readableByOthers: false });
  const result = await loadConfig({ path: 'services.yaml', environment: {}, files, probes, channels });
  if (result.ok) throw new Error('the configuration has no mistake');
  return result.readable;
}

async function readOf(text: string, more: Readonly<Record<string, string>> = {}): Promise<Readable> {
  const readable = await readableFrom(text, more);
  if (readable === undefined) throw new Error('nothing could be read');
  return readable;
}

const namesOf = (services: readonly { readonly name: string }[]) => services.map(({ name }) => name);

describe('of a configuration with mistakes', () => {
  test('services without one are read, and the others stand in for themselves', async () => {
    const { config, mistakenServices } = await readOf(
      [
        twoServices.trimEnd(),
        '  - { name: search, url: "htp://x", group: shop, tags: { team: web }, interval: 30s, thresholds: { failure_count_alert: 5 } }',
        '  - { name: web, url: "https://w.example", timeout: soon, group: 5, interval: never }',
        '  - { url: "https://nameless.example" }',
        '  - https://nothing.example',
        'monitoring: { check_interval: 20s }',
        'alerts: { thresholds: { recovery_count: 4 } }',
      ].join('\n'),
    );
    expect(config.services.map(({ service }) => service.name)).toEqual(['checkout', 'orders-db']);
    expect(mistakenServices).toMatchObject([
      {
        name: 'search',
        group: 'shop',
        tags: { team: 'web' },
        intervalMs: 30_000,
        failureCountAlert: 5,
        recoveryCount: 4,
      },
      { name: 'web', tags: {}, intervalMs: 20_000, failureCountAlert: 3 },
    ]);
  });

  test('a name that is there twice is one service', async () => {
    const twice = `${twoServices}  - { name: checkout, url: "https://b.example" }\n  - { name: checkout, url: 5 }\n`;
    const { config, mistakenServices } = await readOf(twice);
    expect(config.services.map(({ service, probe }) => [service.name, probe.target])).toEqual([
      ['checkout', 'https://a.example'],
      ['orders-db', 'db:5432'],
    ]);
    expect(mistakenServices).toEqual([]);
  });

  test('an included file that is no YAML takes only its own services away', async () => {
    const text = `include: [more.yaml]\n${twoServices}storage: { url: "sqlite:here.db" }\n`;
    const { config, whole } = await readOf(text, { 'more.yaml': 'services: [' });
    expect(namesOf(config.services.map(({ service }) => service))).toEqual(['checkout', 'orders-db']);
    expect([config.storage.url, whole.storage]).toEqual(['sqlite:here.db', true]);
  });

  test('channels without a mistake can be used, and the others are known', async () => {
    const { config, mistakenChannels, whole } = await readOf(
      [
        twoServices.trimEnd(),
        'alerts:',
        '  channels:',
        '    - { name: pager, type: pagerduty, routing_key: "${PAGER_KEY}" }',
        '    - { name: hook, type: webhook, url: "https://hook.example/a" }',
        '    - { type: webhook }',
        '  routes: [{ channels: [pager, hook] }]',
      ].join('\n'),
    );
    expect(namesOf(config.alerts.channels)).toEqual(['directory', 'hook']);
    expect(mistakenChannels).toEqual([{ name: 'pager', type: 'pagerduty' }]);
    expect(whole).toEqual({ storage: true, routes: true, maintenance: true });
  });

  test.each([
    ['a service', 'services: [{ name: a }]', { storage: true, routes: true, maintenance: true }],
    ['a route', 'alerts: { routes: [{ channels: [nobody] }] }', { routes: false }],
    ['how often to remind', 'alerts: { repeat_interval: often }', { routes: false }],
    ['all of the alerts', 'alerts: [a]', { routes: false }],
    ['a window', 'maintenance: [{ name: a }]', { maintenance: false, storage: true }],
    ['where the history is', 'storage: { url: "file:x" }', { storage: false }],
    ['where the history is, which is not set', 'storage: { url: "sqlite:${HISTORY}" }', { storage: false }],
    ['a key beside it', 'storage: { ulr: "sqlite:x.db" }', { storage: false }],
    ['the storage as a whole', 'storage: sqlite:x.db', { storage: false }],
    ['how the storage is called', 'storag: { url: "sqlite:x.db" }', { storage: false }],
    ['another section, where the storage is given', 'alert: {}\nstorage: { url: "sqlite:x.db" }', { storage: true }],
    ['how long history is kept', 'storage: { url: "sqlite:x.db", retention: { results: ever } }', { storage: true }],
  ])('with a mistake in %s it is known what is as it was meant', async (_name, text, whole) => {
    expect((await readOf(`${text}\n`)).whole).toMatchObject(whole);
  });
});

test('of a list whose entries lack something, or have something wrong in them, the others are left', async () => {
  const window = (name: string, more = 'schedule: "0 2 * * *", duration: 1h') => `  - { name: ${name}, ${more} }`;
  const { whole, config } = await readOf(
    [
      twoServices.trimEnd(),
      'maintenance:',
      window('a', 'schedule: "0 2 * * *"'),
      window('b', 'schedule: 5, duration: soon'),
      window('c', 'duration: 1h, colour: red'),
      window('d'),
      'alerts: { routes: [{ match: {} }, { channels: [] }] }',
      '',
    ].join('\n'),
  );
  expect(whole).toEqual({ storage: true, routes: false, maintenance: false });
  expect(config.services).toHaveLength(2);
});

test.each([
  ['no YAML', 'services: ['],
  ['no mapping', '- a\n'],
])('of %s nothing can be read', async (_name, text) => {
  expect(await readableFrom(text)).toBeUndefined();
});

test('a service that only its name is known of has the defaults of the language', () => {
  expect(serviceKnownByName(' odd\u0007 name')).toMatchObject({
    name: ' odd\u0007 name',
    tags: {},
    failureCountAlert: 3,
  });
});
