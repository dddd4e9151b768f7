import { describe, expect, test } from 'vitest';
import { createToldTimes } from '../../src/monitor/told-times.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const hourMs = 3_600_000;
const state = { dedupKey: 'k', channel: 'ops', state: 'firing' } as const;

describe('the time since a channel was told', () => {
  test.each([[0], [5 * hourMs], [-5 * hourMs]])(
    'is not changed by a jump of the wall clock of %i ms',
    async (jumpMs) => {
      const clock = createFakeClock();
      const told = createToldTimes(clock);
      const now = { ...state, lastToldAt: clock.now() };
      told.note(now);
      clock.jumpWallClock(jumpMs);
      await clock.advance(hourMs);
      expect(told.agoMs(now)).toBe(hourMs);
    },
  );

  test('by an earlier process is what the wall clock says, and never less than nothing', async () => {
    const clock = createFakeClock();
    const told = createToldTimes(clock);
    expect(told.agoMs({ ...state, lastToldAt: clock.now() - hourMs })).toBe(hourMs);
    expect(told.agoMs({ ...state, lastToldAt: clock.now() + hourMs })).toBe(0);
  });

  test('does not begin anew when the same telling is noted again', async () => {
    const clock = createFakeClock();
    const told = createToldTimes(clock);
    const now = { ...state, lastToldAt: clock.now() };
    told.note(now);
    await clock.advance(hourMs);
    told.note({ ...now, stage: 3 });
    expect(told.agoMs(now)).toBe(hourMs);
    const later = { ...state, lastToldAt: clock.now() };
    told.note(later);
    expect(told.agoMs(later)).toBe(0);
  });

  test('is nothing where it never was', () => {
    expect(createToldTimes(createFakeClock()).agoMs(state)).toBe(0);
  });

  test('is written down anew after a jump, so that the next process reckons rightly', async () => {
    const clock = createFakeClock();
    const told = createToldTimes(clock);
    const before = { ...state, lastToldAt: clock.now() };
    told.note(before);
    await clock.advance(hourMs);
    expect(told.relabel([before])).toEqual([]);
    clock.jumpWallClock(9 * hourMs);
    const [after] = told.relabel([before, { ...state, channel: 'never told' }]);
    expect(after?.lastToldAt).toBe(clock.now() - hourMs);
    expect(after && told.agoMs(after)).toBe(hourMs);
    expect(after && createToldTimes(clock).agoMs(after)).toBe(hourMs);
    expect(told.relabel([before])).toEqual([]);
  });

  test('is forgotten with the alert', async () => {
    const clock = createFakeClock();
    const told = createToldTimes(clock);
    const now = { ...state, lastToldAt: clock.now() };
    told.note(now);
    told.forget('k');
    clock.jumpWallClock(hourMs);
    expect(told.agoMs(now)).toBe(hourMs);
  });
});
