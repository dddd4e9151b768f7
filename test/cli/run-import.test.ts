import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../../src/app/system-clock.ts';
import { importSchema } from '../../src/reporting/import-schema.ts';
import { systemTimer } from '../../src/resilience/timer.ts';
import { openStore } from '../../src/storage/open.ts';
import type { Store } from '../../src/storage/store.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { type StateWorld, stateWorld } from './state-world.ts';

const minute = 60_000;
const day = 1_440 * minute;
// The beginning of a month of 30 days that is over.
const monthAt = Date.UTC(2026, 3, 1);

interface Line {
  readonly at: number;
  readonly up: boolean;
}

/** Days of checks every minute, thirty unless told otherwise, down for so many of them from an instant on; `blips` are single failures. */
function month({ days = 30, downAt = 0, minutes = 0, blips = [] as readonly number[] } = {}): readonly Line[] {
  return Array.from({ length: days * 1_440 }, (_, index) => {
    const at = monthAt + index * minute;
    const isDown = at >= downAt && at < downAt + minutes * minute;
    return { at, up: !isDown && !blips.includes(at) };
  });
}

async function csvFile(lines: readonly Line[]): Promise<string> {
  const path = join(temporaryFolder(), 'past.csv');
  const text = lines.map(({ at, up }) => `${new Date(at).toISOString()},${up ? 'up,41.5' : 'down,'}`);
  await writeFile(path, `time,status,response_time_ms\n${text.join('\n')}\n`);
  return path;
}

const csv = ['--format', 'csv', '--service', 'checkout'];

async function read<T>({ path }: StateWorld, look: (store: Store) => Promise<T>): Promise<T> {
  const { store } = await openStore({
    url: `sqlite:${path}`,
    mode: 'read',
    clock: systemClock,
    startTimer: systemTimer,
  });
  try {
    return await look(store);
  } finally {
    await store.close();
  }
}

test('a month with an outage of 20 minutes has the figures that a calculation by hand has', async () => {
  const world = await stateWorld();
  const downAt = monthAt + 10 * day;
  const file = await csvFile(month({ downAt, minutes: 20, blips: [monthAt + 3 * day] }));
  const ran = await world.run('import', 'results', file, ...csv);
  expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
  expect(ran.stdout).toMatch(/^checkout +43200 +43200 +1 /m);
  expect(ran.stdout).toMatch(/\n43200 new results of 43200 imported, 1 incident in them\n$/);

  const report = await world.run(
    'report',
    'checkout',
    '--month',
    '2026-04',
    '--format',
    'json',
    '--output',
    '-',
    '--objective',
    '99.9',
  );
  const [checkout] = JSON.parse(report.stdout).services;
  // 1 − 1200 / 2 592 000; one failed check alone is no outage.
  expect(checkout.availability).toBeCloseTo(0.999537037, 9);
  expect(checkout).toMatchObject({
    coverage: 1,
    incidents_began: 1,
    mttr_seconds: 1_200,
    mttd_seconds: 120,
    verdict: 'met',
    durations: { down_seconds: 1_200, up_seconds: 2_590_800, unknown_seconds: 0 },
    budget: { seconds: 2_592, left_seconds: 1_392 },
    checks: { healthy: 43_179, unhealthy: 21 },
  });
  expect(checkout.mtbf_seconds / 3_600).toBeCloseTo(719.667, 3);
  expect(checkout.soft_failures).toHaveLength(1);
});

test('twice is once', async () => {
  const world = await stateWorld();
  const file = await csvFile(month({ days: 3, downAt: monthAt + day, minutes: 10 }));
  await world.run('import', 'results', file, ...csv);
  const state = (store: Store) =>
    Promise.all([
      store.tallies({ fromAt: monthAt, toAt: monthAt + 30 * day }),
      store.incidentsBetween({ fromAt: monthAt, toAt: monthAt + 30 * day }),
    ]);
  const once = await read(world, state);
  expect((await world.run('import', 'results', file, ...csv)).stdout).toMatch(/^0 new results of 4320 imported/m);
  expect(await read(world, state)).toEqual(once);
});

test('nobody is alerted, and how services stand at present stays as it is', async () => {
  const world = await stateWorld();
  await world.run(
    'import',
    'results',
    await csvFile(month({ days: 3, downAt: monthAt + 2 * day, minutes: 2_000 })),
    ...csv,
  );
  const [states, alerts, outbox, incidents] = await read(world, (store) =>
    Promise.all([
      store.loadStates(),
      store.notSent({ limit: 9 }),
      store.outboxHistory({ limit: 9 }),
      store.incidents({ limit: 9 }),
    ]),
  );
  expect(states.get('checkout')).toEqual({ alerts: [], channels: [], paused: false });
  expect([...alerts, ...outbox]).toEqual([]);
  expect(incidents).toMatchObject([
    {
      id: 'imported/checkout/2026-04-03T00:00:00.000Z',
      reason: 'imported',
      // Two intervals after the last result nothing is known any more.
      closedAt: monthAt + 3 * day + minute,
      closedAs: 'removed',
    },
  ]);
});

test('thresholds are those of the configuration, or those that are named', async () => {
  const world = await stateWorld();
  const file = await csvFile(month({ days: 3, downAt: monthAt + day, minutes: 2 }));
  const incidents = async (...more: readonly string[]) => {
    const { stdout } = await world.run('import', 'results', file, ...csv, '--dry-run', '-o', 'json', ...more);
    return importSchema.parse(JSON.parse(stdout)).services[0]?.incidents;
  };
  expect(await incidents()).toBe(0);
  expect(await incidents('--failure-count', '2')).toBe(1);
});

test('a dry run stores nothing', async () => {
  const world = await stateWorld();
  const ran = await world.run('import', 'results', await csvFile(month({ days: 3 })), ...csv, '--dry-run');
  expect(ran.stdout).toMatch(/4320 results could be imported, 0 incidents in them; nothing was stored\n$/);
  await expect(read(world, (store) => store.loadStates())).rejects.toThrow('does not exist');
});

test('bad lines are told by their numbers, the first twenty, and nothing is imported', async () => {
  const world = await stateWorld();
  const lines = Array.from({ length: 30 }, (_, index) => `2026-04-01T00:${index}:00Z,meh`);
  const path = join(temporaryFolder(), 'bad.csv');
  await writeFile(path, ['time,status', '2026-04-01T00:00:00Z,up', ...lines].join('\n'));
  const ran = await world.run('import', 'results', path, ...csv);
  expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
  const told = ran.stderr.trimEnd().split('\n');
  expect(told).toHaveLength(22);
  expect(told[0]).toBe(
    'line 3: "2026-04-01T00:0:00Z" is not ISO 8601 with its zone, such as 2026-11-21T19:36:00Z or 2026-11-21 20:36:00.25+01:00',
  );
  expect(told.at(-2)).toBe('… and 10 more');
  expect(told.at(-1)).toMatch(/^svcmon: 30 lines have a mistake: nothing was imported/);
  await expect(read(world, (store) => store.loadStates())).rejects.toThrow('does not exist');

  const rest = await world.run('import', 'results', path, ...csv, '--skip-invalid');
  expect(rest.stdout).toMatch(/^1 new result of 1 imported, 0 incidents in them; 30 lines left out$/m);
});

test.each([
  [
    'lines out of order',
    ['5000000000', '4999999940'],
    'line 3: it is earlier than the one of the same service before it',
  ],
  ['times in the future', ['99999999999'], 'line 2: "99999999999" is in the future'],
])('%s are refused', async (_name, times, message) => {
  const world = await stateWorld();
  const path = join(temporaryFolder(), 'bad.csv');
  const past = times.map((time) => (time.startsWith('9') ? time : String(Number(time) - 4_000_000_000)));
  await writeFile(path, ['time,status', ...past.map((time) => `${time},1`)].join('\n'));
  const ran = await world.run('import', 'results', path, ...csv, '--time-format', 'epoch_s');
  expect(ran).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(message) });
});

test.each([
  ['no format', ['past.csv'], "required option '--format"],
  ['something else', ['past.csv', '--format', 'xml'], 'Allowed choices are csv, ndjson'],
  ['a file that there is not', ['none.csv', '--format', 'csv'], 'none.csv cannot be read'],
])('%s is refused', async (_name, args, message) => {
  const world = await stateWorld();
  const ran = await world.run('import', 'results', ...args);
  expect(ran).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining(message) });
});

test('results of Uptime Kuma and Gatus are read as the documentation says', async () => {
  const world = await stateWorld();
  const folder = temporaryFolder();
  const kuma = join(folder, 'kuma.csv');
  await writeFile(
    kuma,
    [
      'service,time,status,ping,msg',
      'checkout,2026-04-01 00:00:00.123,1,41,200 - OK',
      'checkout,2026-04-01 00:01:00.131,2,,"timeout of 48000ms exceeded"',
      'checkout,2026-04-01 00:02:00.125,0,,"timeout of 48000ms exceeded"',
      'checkout,2026-04-01 00:03:00.140,3,,Monitor under maintenance',
    ].join('\n'),
  );
  const gatus = join(folder, 'gatus.ndjson');
  await writeFile(
    gatus,
    '{"status":200,"hostname":"shop.example","duration":41500000,"conditionResults":[{"condition":"[STATUS] == 200","success":true}],"success":true,"timestamp":"2026-04-01T00:00:00.123456789Z"}\n' +
      '{"duration":5000000000,"errors":["context deadline exceeded"],"success":false,"timestamp":"2026-04-01T00:01:00.1Z"}\n',
  );
  expect(
    await world.run(
      'import',
      'results',
      kuma,
      '--format',
      'csv',
      '--time-format',
      'iso_utc',
      '--columns',
      'response_time_ms=ping,message=msg',
      '--statuses',
      '2=unhealthy,3=unknown',
    ),
  ).toMatchObject({ exitCode: 0 });
  expect(
    await world.run(
      'import',
      'results',
      gatus,
      '--format',
      'ndjson',
      '--service',
      'search',
      '--columns',
      'time=timestamp,status=success,response_time_ns=duration,status_code=status',
    ),
  ).toMatchObject({ exitCode: 0 });
  const range = { fromAt: monthAt, toAt: monthAt + day };
  expect(await read(world, (store) => store.tallies(range))).toMatchObject([
    { service: 'checkout', counts: { healthy: 1, unhealthy: 2, unknown: 1 } },
    { service: 'search', counts: { healthy: 1, unhealthy: 1 } },
  ]);
});
