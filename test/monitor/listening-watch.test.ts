import { describe, expect, test } from 'vitest';
import { createListeningWatch } from '../../src/monitor/listening-watch.ts';
import { createFakeClock } from '../support/fake-clock.ts';

async function watched() {
  const clock = createFakeClock({ at: 1_000_000 });
  const machine = { sleptMs: 0 };
  const watch = createListeningWatch({ clock, uptime: () => clock.monotonic() + machine.sleptMs });
  const begun = [{ fromAt: 1_000_000, toAt: 1_000_000 }];
  const sleep = (ms: number) => {
    machine.sleptMs += ms;
    clock.jumpWallClock(ms);
  };
  return { clock, watch, begun, sleep };
}

describe('a look at the clocks', () => {
  test('goes on where nothing happened', async () => {
    const { clock, watch, begun } = await watched();
    await clock.advance(1_000);
    expect(watch(begun, 1_000)).toEqual({
      listening: [{ fromAt: 1_000_000, toAt: 1_001_000 }],
      jumpMs: 0,
      gap: false,
    });
  });

  test('leaves a gap where the machine slept, and moves nothing', async () => {
    const { clock, watch, begun, sleep } = await watched();
    sleep(600_000);
    await clock.advance(1_000);
    expect(watch(begun, 1_000)).toMatchObject({ jumpMs: 0, gap: true, listening: [{}, { fromAt: 1_601_000 }] });
  });

  test('leaves a gap where the process stood still', async () => {
    const { clock, watch, begun } = await watched();
    await clock.advance(60_000);
    expect(watch(begun, 1_000)).toMatchObject({ jumpMs: 0, gap: true, listening: [{}, { fromAt: 1_060_000 }] });
  });

  test.each([3_600_000, -3_600_000])('tells by how much the clock was set: %i ms', async (jumpMs) => {
    const { clock, watch, begun } = await watched();
    clock.jumpWallClock(jumpMs);
    await clock.advance(1_000);
    expect(watch(begun, 1_000)).toMatchObject({ jumpMs, gap: true });
  });

  test('takes no notice of what NTP does', async () => {
    const { clock, watch, begun } = await watched();
    clock.jumpWallClock(500);
    await clock.advance(1_000);
    expect(watch(begun, 1_000)).toMatchObject({ jumpMs: 0, gap: false });
  });
});
