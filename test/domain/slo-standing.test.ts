import { describe, expect, test } from 'vitest';
import { sketchOf } from '../../src/domain/percentile-sketch.ts';
import type { MaintenanceWindow } from '../../src/domain/silence.ts';
import { type SloSources, sloStandingOf } from '../../src/domain/slo-standing.ts';
import { sloOf } from '../support/slo-world.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const nowAt = Date.UTC(2026, 10, 21);
const context = { nowAt, timezone: 'UTC' };

const known: SloSources = {
  track: [{ fromAt: nowAt - 60 * dayMs, toAt: nowAt, status: 'healthy', looks: 1 }],
  troubles: [],
  windows: [],
  pauses: [],
};

function down(agoMs: number, lastedMs: number): SloSources['troubles'][number] {
  return { state: 'down', fromAt: nowAt - agoMs, toAt: nowAt - agoMs + lastedMs };
}

describe('how a service stands with its objective', () => {
  test('is what 30 days with an outage of 20 minutes come to', () => {
    const standing = sloStandingOf(sloOf(), { ...known, troubles: [down(10 * dayMs, 20 * minuteMs)] }, context);
    expect(standing.availability.availability).toBeCloseTo(0.999537037, 9);
    expect(standing.budget.leftMs).toBeCloseTo(1_392_000, 3);
    expect(standing.leftShare).toBeCloseTo(0.537, 3);
    expect(standing.burnRates.map(({ burn }) => burn)).toEqual([0, 0, 0, 0, 0]);
    expect(standing.forecasts.map(({ outcome }) => outcome)).toEqual(['lasts', 'lasts', 'lasts']);
  });

  test('has a rate for every window, and says when the budget is gone at it', () => {
    const standing = sloStandingOf(sloOf(), { ...known, troubles: [down(3 * hourMs, 15 * minuteMs)] }, context);
    expect(
      standing.burnRates.map(({ windowMs, burn = -1 }) => [windowMs / minuteMs, Math.round(burn * 100) / 100]),
    ).toEqual([
      [5, 0],
      [30, 0],
      [60, 0],
      [360, 41.67],
      [4_320, 3.47],
    ]);
    const [sixHours] = standing.forecasts;
    // 28.2 of 43.2 minutes are left, of which 2.5 go in an hour.
    expect(sixHours?.outcome).toBe('runs_out');
    expect((sixHours?.goneInMs ?? 0) / hourMs).toBeCloseTo(28.2 / 2.5, 2);
  });

  test('counts the rest of a calendar month towards its budget', () => {
    const standing = sloStandingOf(sloOf({ window: { unit: 'month' } }), known, context);
    expect(standing.period).toEqual({ fromAt: Date.UTC(2026, 10, 1), toAt: nowAt });
    expect(standing.budget.budgetMs / minuteMs).toBeCloseTo(43.2, 6);
  });

  test('is not known for what was not looked at', () => {
    const standing = sloStandingOf(sloOf(), { ...known, track: [] }, context);
    expect(standing.availability.availability).toBeUndefined();
    expect(standing.burnRates.every(({ burn }) => burn === undefined)).toBe(true);
    expect(standing.forecasts.every(({ outcome }) => outcome === 'unknown')).toBe(true);
  });

  test('leaves out maintenance that was announced, and outages that are too short', () => {
    const window = (createdAt: number): MaintenanceWindow => {
      const [startsAt, endsAt] = [nowAt - 2 * hourMs, nowAt - hourMs];
      return { id: 'm', name: 'm', match: {}, startsAt, endsAt, createdAt, by: 'kim', origin: 'person' };
    };
    const troubles = [down(2 * hourMs, hourMs), down(5 * dayMs, 59_000)];
    const slo = sloOf({ minOutageMs: 60_000 });
    const announced = sloStandingOf(slo, { ...known, troubles, windows: [window(nowAt - 3 * hourMs)] }, context);
    expect(announced.availability.downMs).toBe(0);
    expect(announced.availability.serviceMs).toBe(30 * dayMs - hourMs);
    const late = sloStandingOf(slo, { ...known, troubles, windows: [window(nowAt - hourMs)] }, context);
    expect(late.availability.downMs).toBe(hourMs);
  });

  test('has no share left where nothing may fail', () => {
    const perfect = sloOf({ availability: 1 });
    expect(sloStandingOf(perfect, known, context)).not.toHaveProperty('leftShare');
    const failed = sloStandingOf(perfect, { ...known, troubles: [down(hourMs, minuteMs)] }, context);
    expect(failed.forecasts.map(({ outcome }) => outcome)).toEqual(['exhausted', 'exhausted', 'exhausted']);
  });

  test('says how many answers may still be slow', () => {
    const slo = sloOf({ latency: { underMs: 500, share: 0.99 } });
    const answers = sketchOf([...Array.from({ length: 995 }, () => 100), ...Array.from({ length: 5 }, () => 900)]);
    const { latency } = sloStandingOf(slo, { ...known, answers }, context);
    expect(latency).toEqual({ count: 1_000, underShare: 0.995, leftShare: expect.closeTo(0.5, 9) });
    expect(sloStandingOf(slo, known, context).latency).toEqual({ count: 0 });
  });
});
