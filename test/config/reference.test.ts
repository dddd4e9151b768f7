import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { schemes } from '../../src/auth/registry.ts';
import { builtInTables, everyKind } from '../../src/config/choose-kinds.ts';
import { fillTables, referenceTables } from '../../src/config/reference.ts';
import { probes } from './kinds.ts';

const builtIn = await everyKind();
const { channels } = builtIn;
const tables = referenceTables(await everyKind({ ...builtInTables, probes }));

test('docs/configuration.md has a place for every table, and for no other', async () => {
  const document = await readFile(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
  const markers = [...document.matchAll(/<!-- generated:([\w-]+) -->/g)].map(([, name]) => name);
  expect(markers.toSorted()).toEqual([...referenceTables(builtIn).keys()].toSorted());
});

test('every key that this version knows is described', () => {
  const rows = [...referenceTables(builtIn).values()]
    .flatMap((table) => table.split('\n'))
    .filter((line) => line.startsWith('| `'));
  expect(rows.length).toBeGreaterThan(50);
  expect(rows.filter((row) => /\|\s*\|$/.test(row))).toEqual([]);
});

describe('the tables', () => {
  test('are one for each section, type of service, type of channel and kind of facts', () => {
    expect([...tables.keys()]).toEqual([
      'file',
      'service',
      'monitoring',
      'alerts',
      'maintenance',
      'reports',
      'deployments',
      'groups',
      'storage',
      'server',
      'metrics',
      'service-http',
      'service-tcp',
      ...schemes.map(({ type }) => `auth-${type}`),
      ...channels.map(({ type }) => `channel-${type}`),
      'facts-http',
      'facts-tcp',
      'functions',
    ]);
  });

  test.each([
    ['monitoring', '| `monitoring.check_interval` | duration | `60s` | Time between two checks of a service. |'],
    ['monitoring', '| `monitoring.parallel_checks` | `true` · `false` | `true` | Check several services at once. |'],
    ['monitoring', '| `monitoring.max_workers` | whole number, 1 to 1000 | `10` | Most checks at once. |'],
    ['service', '| `name` | text | required | Unique; the identity of the service. |'],
    ['service', '| `timeout` | duration | `10s` |'],
    ['service', '| `retry.retry_status_codes` | list of whole number, 100 to 599 | `[429,502,503,504]` |'],
    ['service', '| `assertions[].severity` | `unhealthy` · `degraded` | `unhealthy` |'],
    ['service', '| `tags` | mapping |'],
    ['alerts', '| `alerts.thresholds.response_time_warning` | ms or duration | `1000` |'],
    ['alerts', '| `alerts.routes[].match.severity` | `info` · `warning` · `critical` |'],
    ['alerts', '| `alerts.rules.degraded` | `true` · `false` | `false` |'],
    ['maintenance', '| `maintenance[].timezone` | text | `UTC` |'],
    ['storage', '| `storage.retention.daily` | duration | `5y` |'],
    ['alerts', '| `alerts.email_enabled` | `true` · `false` |  | `false` switches'],
    ['service-http', '| `type` | `http` | `http` | Sends one HTTP request. |'],
    ['service-http', '| `method` | `GET` · `HEAD` · `POST` | `GET` | How to ask. |'],
    ['service-http', '| `auth.type: bearer` |  |  | Sends a token. |'],
    ['service-http', '| `auth.token` | text | required | Secret. |'],
    ['service-tcp', '| `type` | `tcp` | required | Opens a TCP connection. |'],
    ['service-tcp', '| `port` | whole number, 1 to 65535 | required | Port. |'],
    ['auth-basic', '| `type` | `basic` | required | Sends a user name and a password (RFC 7617). |'],
    ['auth-api_key', '| `in` | `header` · `query` | `header` | Where the key goes. |'],
    ['auth-bearer', '| `token` | text | required | The token. Secret. |'],
    ['auth-jwt', '| `audience` | text or list of text |'],
    ['channel-slack', '| `webhook_url` | text | required |'],
    ['facts-http', '| `status` | `int` | the status code |'],
    ['facts-http', '| `response_time` | `duration` |'],
  ])('%s: %s', (name, row) => {
    expect(tables.get(name)).toContain(row);
  });

  test('of a type have the keys of that type only', () => {
    expect(tables.get('service-tcp')).not.toContain('`retry');
  });

  test('of a type of service point to the tables of auth in place of repeating them', () => {
    const rows = referenceTables(builtIn)
      .get('service-http')
      ?.split('\n')
      .filter((row) => row.includes('`auth'));
    expect(rows).toEqual(['| `auth` | mapping |  | How the request proves who it is from. See [auth](#auth). |']);
  });
});

test('tables are filled in between their markers, and nothing else changes', () => {
  const document =
    'a\n<!-- generated:x -->\nold\n<!-- /generated -->\nb\n<!-- generated:unknown -->\nc\n<!-- /generated -->\n';
  expect(fillTables(document, new Map([['x', '| $& |\n']]))).toBe(
    'a\n<!-- generated:x -->\n\n| $& |\n\n<!-- /generated -->\nb\n<!-- generated:unknown -->\nc\n<!-- /generated -->\n',
  );
});
