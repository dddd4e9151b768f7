import { describe, expect, test } from 'vitest';
import type { StoredStanding } from '../../../src/cli/status/standing.ts';
import { statusDocument } from '../../../src/cli/status/status-document.ts';
import { statusTable } from '../../../src/cli/status/status-table.ts';
import { createWallTime } from '../../../src/cli/wall-time.ts';
import { columnsOf } from '../../../src/reporting/columns.ts';
import { health, incident, maintenanceWindow, noon, silence } from '../../storage/records.ts';
import { serviceNamed } from '../../support/service.ts';

const time = createWallTime({ nowAt: noon, timeZone: 'Europe/Berlin' });
const look = { color: false, width: 80, unicode: true };

function standing(name: string, facts: Partial<StoredStanding> = {}): StoredStanding {
  const results = Array.from({ length: 20 }, (_, back) => ({
    service: name,
    startedAt: noon - 4_000 - (19 - back) * 60_000,
    durationMs: 41,
    status: 'healthy' as const,
    reason: 'ok',
    responseTimeMs: 41,
    attempts: 1,
  }));
  return {
    service: serviceNamed(name),
    status: 'healthy',
    label: 'healthy',
    stale: false,
    health: health({ lastResultAt: noon - 4_000 }),
    results,
    paused: false,
    ...facts,
  };
}

const failure = {
  service: 'api',
  startedAt: noon - 4_000,
  durationMs: 120,
  status: 'unhealthy' as const,
  reason: 'unexpected_status',
  message: 'expected status 200,\n got \u001b[31m503',
  attempts: 1,
};
const down = standing('api', {
  status: 'unhealthy',
  label: 'unhealthy 12 min',
  results: [...standing('api').results.slice(-9), failure],
  incident: incident({ acknowledged: { by: 'kim', at: noon } }),
  silence: silence(),
});
const planned = standing('web', { maintenance: maintenanceWindow() });
const fresh: StoredStanding = {
  service: serviceNamed('new-one'),
  status: 'unknown',
  label: 'not checked yet',
  stale: false,
  results: [],
  paused: true,
};
const standings = [down, fresh, planned];

test('on a narrow terminal what there is to say has a line of its own', () => {
  expect(statusTable(standings, time, look)).toBe(`  SERVICE  STATE             LAST 20                TIME  AGE
✕ api      unhealthy 12 min            ▁▁▁▁▁▁▁▁▁✕      –  4 s
  expected status 200, got 503 · acknowledged by kim · silenced by kim until 15…
? new-one  not checked yet                             –    –
  paused
✓ web      healthy           ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁  41 ms  4 s
  maintenance "patching" until 14:00:00

3 services: 1 healthy, 1 unhealthy (api), 1 unknown
`);
});

test('where there is room it stands beside the figures', () => {
  const lines = statusTable(standings, time, { ...look, width: Number.POSITIVE_INFINITY }).split('\n');
  expect(lines[1]).toMatch(
    /^✕ api .* {2}expected status 200, got 503 · acknowledged by kim · silenced by kim until 15:00:00$/,
  );
  expect(lines[3]).toMatch(/maintenance "patching" until 14:00:00$/);
});

test('without a service there is the sentence alone', () => {
  expect(statusTable([], time, look)).toBe('0 services\n');
});

test.each([40, 60, 80, 140])('no line of the table is wider than %i columns', (width) => {
  const long = standing('監視サービス🚀東京リージョン本番環境', { status: 'unhealthy', results: [failure] });
  const [table = ''] = statusTable([long, ...standings], time, { ...look, width }).split('\n\n');
  for (const line of table.split('\n')) {
    expect(columnsOf(line)).toBeLessThanOrEqual(width);
  }
});

test('a status is told by its sign where there are neither colours nor Unicode', () => {
  const text = statusTable(standings, time, { ...look, unicode: false });
  expect(text).toMatch(/^x api/m);
  expect(text).toMatch(/^\? new-one/m);
  expect(text).toMatch(/^\+ web/m);
  expect(text).toMatch(/^[\x20-\x7e\n]*$/);
});

describe('the document', () => {
  const document = statusDocument(standings, noon);

  test('counts and overall health are those of the services', () => {
    expect(document).toMatchObject({
      schema: 'svcmon.status/v1',
      timestamp: '2026-11-21T12:00:00.000Z',
      summary: { total_services: 3, healthy: 1, unhealthy: 1, degraded: 0, unknown: 1, overall_health: 'unhealthy' },
    });
  });

  test('tells of a service all that is known, in plain text', () => {
    expect(document.services[0]).toMatchObject({
      name: 'api',
      status: 'unhealthy',
      confirmed_status: 'healthy',
      last_checked: '2026-11-21T11:59:56.000Z',
      last_checked_age_ms: 4_000,
      message: 'expected status 200, got 503',
      silenced_until: '2026-11-21T14:00:00.000Z',
      incident: { id: 'i-1', acknowledged_by: 'kim' },
    });
    expect(document.services[2]).toMatchObject({ maintenance_until: '2026-11-21T13:00:00.000Z', incident: null });
  });

  test('has the same keys whether or not anything is known', () => {
    const [first, ...others] = document.services.map((service) => Object.keys(service));
    for (const keys of others) expect(keys).toEqual(first);
    expect(document.services[1]).toMatchObject({ confirmed_status: null, last_checked: null, recent: [] });
  });
});
