import { describe, expect, test } from 'vitest';
import { standingsOf } from '../../../src/cli/status/standing.ts';
import type { Health } from '../../../src/domain/health.ts';
import type { ServiceState, StoredResult } from '../../../src/storage/store.ts';
import { health, maintenanceWindow, noon, silence } from '../../storage/records.ts';
import { serviceNamed } from '../../support/service.ts';

const minute = 60_000;

function stored(facts: Partial<StoredResult> = {}): StoredResult {
  const seen = { service: 'api', startedAt: noon, intervalMs: 60_000, durationMs: 40, attempts: 1 };
  return { ...seen, status: 'healthy', reason: 'ok', ...facts };
}

function stateOf(facts: Partial<Health>): ServiceState {
  return { health: health(facts), alerts: [], channels: [], paused: false };
}

function standing(state: ServiceState | undefined, { results = [] as readonly StoredResult[], nowAt = noon } = {}) {
  const states = new Map(state === undefined ? [] : [['api', state]]);
  const view = { states, results: new Map([['api', results]]), silences: [silence()], maintenance: [], nowAt };
  const [found] = standingsOf([serviceNamed('api')], view);
  return found;
}

describe('a service stands as', () => {
  test.each<[string, string, Partial<Health>]>([
    ['healthy', 'healthy', {}],
    ['unhealthy', 'unhealthy 12 min', { status: 'unhealthy', sinceAt: noon - 12 * minute }],
    ['unhealthy', 'failing 1 of 3', { against: ['unhealthy'], againstSinceAt: noon }],
    ['unhealthy', 'recovering 1 of 2', { status: 'unhealthy', against: ['healthy'], againstSinceAt: noon }],
    ['degraded', 'flapping', { flapping: true }],
  ])('%s, "%s", by what is stored', (status, label, facts) => {
    expect(standing(stateOf(facts))).toMatchObject({ status, label, stale: false });
  });

  test('unknown before its first check', () => {
    expect(standing(undefined)).toMatchObject({ status: 'unknown', label: 'not checked yet', stale: false });
  });

  test('unknown when nobody has looked for more than two intervals', () => {
    const old = { lastResultAt: noon - 3 * minute };
    expect(standing(stateOf(old))).toMatchObject({ status: 'unknown', label: 'not seen for 3 min', stale: true });
  });

  test('healthy for twice as long as it usually takes from one check to the next, as under cron', () => {
    const results = [-19, -14, -9, -4].map((minutes) => stored({ startedAt: noon + minutes * minute }));
    expect(standing(stateOf({ lastResultAt: noon - 4 * minute }), { results })).toMatchObject({ status: 'healthy' });
    expect(standing(stateOf({ lastResultAt: noon - 4 * minute }), { results, nowAt: noon + 7 * minute })).toMatchObject(
      { status: 'unknown', stale: true },
    );
  });

  const blind = stored({ status: 'unknown', reason: 'monitor_offline' });
  test.each([
    ['unknown when the last two looks could not see', [blind, blind], 'unknown'],
    ['healthy after one look that could not see', [stored(), blind], 'healthy'],
    [
      'healthy while an open circuit sends nothing',
      Array(2).fill(stored({ status: 'unknown', reason: 'circuit_open' })),
      'healthy',
    ],
  ])('%s', (_name, results, status) => {
    expect(standing(stateOf({}), { results })).toMatchObject({ status });
  });
});

test('silences and maintenance of the moment belong to it', () => {
  const view = {
    states: new Map([['api', stateOf({})]]),
    results: new Map(),
    silences: [silence()],
    maintenance: [maintenanceWindow(), maintenanceWindow({ id: 'm-2', match: {}, endsAt: noon })],
    nowAt: noon,
  };
  const [api, shop] = standingsOf([serviceNamed('api'), serviceNamed('web', { group: 'shop' })], view);
  expect(shop).toMatchObject({ service: { name: 'api' } });
  expect(shop?.silence).toEqual(silence());
  expect(shop?.maintenance).toBeUndefined();
  expect(api?.maintenance).toEqual(maintenanceWindow());
});

test('the worst come first, else they keep their order', () => {
  const names = ['well', 'down', 'new', 'slow', 'fine'];
  const states = new Map([
    ['well', stateOf({})],
    ['down', stateOf({ status: 'unhealthy' })],
    ['slow', stateOf({ status: 'degraded' })],
    ['fine', stateOf({})],
  ]);
  const view = { states, results: new Map(), silences: [], maintenance: [], nowAt: noon };
  const standings = standingsOf(
    names.map((name) => serviceNamed(name)),
    view,
  );
  expect(standings.map(({ service }) => service.name)).toEqual(['down', 'slow', 'new', 'well', 'fine']);
});
