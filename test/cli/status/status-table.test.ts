import { describe, expect, test } from 'vitest';
import { readHistories } from '../../../src/cli/history/service-history.ts';
import { slotsOf } from '../../../src/cli/history/slots.ts';
import { statusSpansMs } from '../../../src/cli/status/read-standings.ts';
import { budgetRemark } from '../../../src/cli/status/slo-remark.ts';
import type { StoredStanding } from '../../../src/cli/status/standing.ts';
import { statusDocument } from '../../../src/cli/status/status-document.ts';
import { statusTable } from '../../../src/cli/status/status-table.ts';
import { createWallTime } from '../../../src/cli/wall-time.ts';
import type { Slo } from '../../../src/domain/slo.ts';
import { sloStandingOf } from '../../../src/domain/slo-standing.ts';
import { columnsOf } from '../../../src/reporting/columns.ts';
import { health, incident, maintenanceWindow, noon, silence } from '../../storage/records.ts';
import { serviceNamed } from '../../support/service.ts';
import { pastStore, seen } from '../history/example.ts';

const time = createWallTime({ nowAt: noon, timeZone: 'Europe/Berlin' });
const minute = 60_000;
const day = 1_440 * minute;

/** The pasts of api, down for 12 minutes in the last 30 days, of web, and of a service of which nothing is known. */
async function examplePasts() {
  const names = ['api', 'web', 'new-one'];
  const looks = [seen(noon - 40 * day, noon)];
  const store = pastStore({
    tracks: { api: looks, web: looks },
    times: (_service, fromAt) => Array(100).fill(fromAt === noon - 15 * minute ? 200 : 41),
    outages: [{ service: 'api', fromAt: noon - 12 * minute }],
  });
  const slots = slotsOf({ fromAt: noon - 60 * minute, toAt: noon }, 12);
  const services = names.map((name) => serviceNamed(name));
  const pasts = await readHistories(store, services, { spansMs: statusSpansMs, slots, nowAt: noon });
  return new Map(pasts.map((past) => [past.service.name, past]));
}

const pasts = await examplePasts();
const look = { color: false, width: 80, unicode: true };

function standing(name: string, facts: Partial<StoredStanding> = {}): StoredStanding {
  const results = Array.from({ length: 20 }, (_, back) => ({
    service: name,
    startedAt: noon - 4_000 - (19 - back) * 60_000,
    intervalMs: 60_000,
    durationMs: 41,
    status: 'healthy' as const,
    reason: 'ok',
    responseTimeMs: 41,
    attempts: 1,
  }));
  const past = pasts.get(name);
  return {
    ...(past && { past }),
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
  intervalMs: 60_000,
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
const unseen = pasts.get('new-one');
const fresh: StoredStanding = {
  ...(unseen && { past: unseen }),
  service: serviceNamed('new-one'),
  status: 'unknown',
  label: 'not checked yet',
  stale: false,
  results: [],
  paused: true,
};
const standings = [down, fresh, planned];

test('on a narrow terminal what there is to say has a line of its own', () => {
  expect(
    statusTable(standings, time, look),
  ).toBe(`  SERVICE  STATE             LAST HOUR         24H      30D     P95  AGE
✕ api      unhealthy 12 min  ▁▁▁▁▁▁▁▁▁✕✕✕  99.16 %  99.97 %  198 ms  4 s
  expected status 200, got 503 · acknowledged by kim · silenced by kim until 15…
? new-one  not checked yet   ············        –        –       –    –
  paused
✓ web      healthy           ▁▁▁▁▁▁▁▁▁▂▁▁    100 %    100 %  198 ms  4 s
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

const slo: Slo = {
  objective: { availability: 0.999, minOutageMs: 0, degradedWeight: 0 },
  window: { rollingMs: 30 * day },
  alert: true,
};

/** How it stands with its objective after an outage of that many minutes that has just ended. */
function sloAfter(minutes: number, objective = slo.objective) {
  const troubles = [{ state: 'down' as const, fromAt: noon - minutes * minute, toAt: noon }];
  const sources = { track: [seen(noon - 40 * day, noon)], troubles, windows: [], pauses: [] };
  return sloStandingOf({ ...slo, objective }, sources, { nowAt: noon, timezone: 'UTC' });
}

describe('an error budget', () => {
  test.each([
    ['is no remark while it lasts', 0, undefined],
    [
      'tells that it burns, and when it is gone',
      3,
      /^93 % of the error budget left, burning 50× too fast this hour, gone in 13 d at the rate of this day$/,
    ],
    ['tells that it is spent', 60, /^error budget spent 1\.4×, burning 1000× too fast this hour$/],
  ])('%s', (_name, minutes, remark) => {
    const text = budgetRemark(sloAfter(minutes));
    if (remark === undefined) expect(text).toBeUndefined();
    else expect(text).toMatch(remark);
  });

  test('has a column where one is promised, and a line below', () => {
    const promising = standing('web', { slo: sloAfter(3), service: { ...serviceNamed('web'), slo } });
    const text = statusTable([down, promising], time, { ...look, width: 90 });
    expect(text).toMatch(/P95 +BUDGET +AGE$/m);
    expect(text).toMatch(/^✓ web .* 198 ms +93 % +4 s$/m);
    expect(text).toMatch(/^✕ api .* 198 ms +– +4 s$/m);
    expect(text).toMatch(/^ {2}93 % of the error budget left/m);
  });

  test('that allows nothing has no share', () => {
    const none = { ...slo.objective, availability: 1 };
    expect(budgetRemark(sloAfter(0, none))).toBeUndefined();
    const all = standing('web', { slo: sloAfter(3, none), service: { ...serviceNamed('web'), slo } });
    expect(statusDocument([all], noon).services[0]?.slo).toMatchObject({ budget_seconds: 0, budget_left: null });
  });

  test('is in the document, with its burn rates', () => {
    const promising = standing('web', { slo: sloAfter(3), service: { ...serviceNamed('web'), slo } });
    const [web] = statusDocument([promising], noon).services;
    expect(web?.slo).toMatchObject({
      objective: 0.999,
      window: '30d',
      budget_seconds: 2_592,
      budget_left_seconds: 2_412,
    });
    expect(web?.slo?.burn_rates[0]).toEqual({ window_seconds: 300, burn_rate: expect.closeTo(600) });
  });
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
      availability_24h: expect.closeTo(1 - 12 / 1_440),
      coverage_30d: 1,
      p95_response_time_ms: expect.closeTo(198, 0),
      slo: null,
    });
    expect(document.services[0]?.last_hour.at(-1)).toMatchObject({ state: 'down', to: '2026-11-21T12:00:00.000Z' });
    expect(document.services[2]).toMatchObject({ maintenance_until: '2026-11-21T13:00:00.000Z', incident: null });
  });

  test('has the same keys whether or not anything is known', () => {
    const [first, ...others] = document.services.map((service) => Object.keys(service));
    for (const keys of others) expect(keys).toEqual(first);
    expect(document.services[1]).toMatchObject({ confirmed_status: null, last_checked: null, recent: [] });
  });
});
