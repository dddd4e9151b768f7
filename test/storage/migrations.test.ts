import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect, test } from 'vitest';
import { systemClock } from '../../src/app/system-clock.ts';
import { createByteWriter } from '../../src/domain/bytes.ts';
import { sketchOf } from '../../src/domain/percentile-sketch.ts';
import { systemTimer } from '../../src/resilience/timer.ts';
import { createFile } from '../../src/storage/create-file.ts';
import { migrations } from '../../src/storage/migrations.ts';
import { noon } from './records.ts';
import { openAt, testFolder } from './stores.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A block of the first format: results 5 minutes apart, the last of them unhealthy, answered in 10 ms each. */
function oldBlock(count: number): Uint8Array {
  const writer = createByteWriter();
  writer.varint(1);
  writer.varint((count - 1) * 5 * minute);
  for (let index = 0; index < count; index += 1) {
    const isLast = index === count - 1;
    writer.varint(index === 0 ? 0 : 5 * minute);
    writer.varint((isLast ? 2 + 32 : 0) + 4);
    writer.varint(1_100);
    writer.varint(1_000);
    if (isLast) {
      writer.varint(0);
      writer.text('unexpected_status');
    }
  }
  return writer.finish();
}

/** A file of version 2: an hour that is there, one of which only the roll-up is left, a recent result, and a paused service. */
async function oldFile(): Promise<string> {
  const path = join(await testFolder(), 'svcmon.db');
  await createFile(path, { clock: systemClock, startTimer: systemTimer, steps: migrations.slice(0, 2) });
  const handle = new DatabaseSync(path);
  handle.exec(`insert into service (id, name, paused_at) values (1, 'api', null), (2, 'web', ${noon})`);
  handle.exec(`update sealing set generation = 2, sealed_until_at = ${noon + 55 * minute}`);
  handle
    .prepare('insert into result_block (service_id, last_at, facts) values (1, ?, ?)')
    .run(noon + 55 * minute, oldBlock(12));
  handle
    .prepare('insert into result_recent (generation, started_at, service_id, facts) values (2, ?, 1, ?)')
    .run(noon + hour, Uint8Array.from([0, 100]));
  const rollup = handle.prepare('insert into rollup values (1, ?, ?, ?, 0, 1, 0, ?)');
  const sketch = sketchOf(Array(12).fill(10)).bytes;
  rollup.run(0, noon, 11, sketch);
  rollup.run(0, noon - 30 * day, 11, sketch);
  rollup.run(1, noon - 30 * day - 12 * hour, 11, sketch);
  handle.close();
  return path;
}

test('a file of version 2 learns intervals, reasons and what its results say over time from those that are left', async () => {
  const { store, notices } = await openAt(await oldFile());
  expect(notices.map(({ kind }) => kind)).toEqual(['migrated']);
  const results = await store.results({ service: 'api', limit: 99 });
  expect(results).toHaveLength(13);
  expect(new Set(results.map(({ intervalMs }) => intervalMs))).toEqual(new Set([5 * minute]));
  expect(await store.tracks({ fromAt: noon - 40 * day, toAt: noon + 2 * hour })).toEqual([
    {
      service: 'api',
      track: [
        { fromAt: noon, toAt: noon + 55 * minute, status: 'healthy', looks: 11 },
        { fromAt: noon + 55 * minute, toAt: noon + hour, status: 'unhealthy', looks: 1 },
        { fromAt: noon + hour, toAt: noon + 70 * minute, status: 'healthy', looks: 1 },
      ],
    },
  ]);
  const [hourNow] = await store.rollups({ service: 'api', period: 'hour', fromAt: noon, toAt: noon + 1 });
  expect(hourNow?.reasons).toEqual({ unexpected_status: 1 });
  const [tally] = await store.tallies({ fromAt: noon, toAt: noon + hour });
  expect([tally?.sketch.count, tally?.errorMs]).toEqual([11, 0]);
});

test('roll-ups of results that were gone before stay as they were', async () => {
  const { store } = await openAt(await oldFile());
  const old = { fromAt: noon - 30 * day, toAt: noon - 30 * day + hour };
  expect(
    (await store.rollups({ period: 'hour', ...old })).map(({ counts, reasons }) => [counts.healthy, reasons]),
  ).toEqual([[11, {}]]);
  expect(await store.tracks(old)).toEqual([]);
  expect(
    (await store.tallies({ fromAt: old.fromAt + 10 * minute, toAt: old.toAt })).map(({ errorMs }) => errorMs),
  ).toEqual([10 * minute]);
});

test('a pause that goes on is remembered from its beginning', async () => {
  const { store } = await openAt(await oldFile());
  expect(await store.pauses({ fromAt: noon + day, toAt: noon + 2 * day })).toEqual([{ service: 'web', fromAt: noon }]);
  await store.setPaused('web', false, noon + day);
  expect(await store.pauses({ fromAt: noon, toAt: noon + 1 })).toEqual([
    { service: 'web', fromAt: noon, toAt: noon + day },
  ]);
});
