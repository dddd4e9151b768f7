import { describe, expect, test } from 'vitest';
import type { Incident, TimelineEntry } from '../../src/domain/incident.ts';
import { downMsOf, type Outage, outageOf, reliabilityOf } from '../../src/domain/outage.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

function incident(startedAt: number, rest: Partial<Incident> = {}): Incident {
  const confirmedAt = startedAt + 2 * minute;
  const head = {
    id: `i${startedAt}`,
    service: 'api',
    status: 'unhealthy',
    reason: 'timeout',
    message: 'no answer',
  } as const;
  return { ...head, startedAt, confirmedAt, levels: [{ status: 'unhealthy', startedAt, confirmedAt }], ...rest };
}

function outage(startedAt: number, lengthMs: number, rest: Partial<Incident> = {}): Outage {
  const recoveredAt = startedAt + lengthMs;
  return outageOf(incident(startedAt, { recoveredAt, closedAt: recoveredAt + minute, ...rest }), [], Number.NaN);
}

const told = (at: number): TimelineEntry => ({ incidentId: 'x', at, kind: 'delivered', text: 'told ops' });

describe('an outage', () => {
  test('lasts from the first failure to the first success, not from one confirmation to the other', () => {
    expect(outage(hour, 20 * minute).troubles).toEqual([{ state: 'down', fromAt: hour, toAt: hour + 20 * minute }]);
  });

  test('goes by the levels that were confirmed', () => {
    const levels = [
      { status: 'degraded', startedAt: 0, confirmedAt: minute },
      { status: 'unhealthy', startedAt: 10 * minute, confirmedAt: 11 * minute },
      { status: 'degraded', startedAt: 30 * minute, confirmedAt: 31 * minute },
    ] as const;
    const escalated = outage(0, 40 * minute, { levels });
    expect(escalated.troubles.map(({ state, fromAt, toAt }) => [state, fromAt / minute, toAt / minute])).toEqual([
      ['degraded', 0, 10],
      ['down', 10, 30],
      ['degraded', 30, 40],
    ]);
    expect(downMsOf(escalated)).toBe(20 * minute);
    expect(escalated.down).toEqual({ startedAt: 10 * minute, confirmedAt: 11 * minute });
  });

  test('of a version that kept no levels was at one level all the time', () => {
    const { levels: _, ...old } = incident(0, { recoveredAt: hour });
    expect(outageOf(old, [], 0).troubles).toEqual([{ state: 'down', fromAt: 0, toAt: hour }]);
  });

  test('that goes on is known of until the end of what is looked at', () => {
    const open = outageOf(incident(hour), [], 3 * hour);
    expect(open.troubles).toEqual([{ state: 'down', fromAt: hour, toAt: 3 * hour }]);
    expect(open).not.toHaveProperty('endedAt');
  });

  test('that goes on has no levels beyond what is looked at', () => {
    const levels = [
      { status: 'unhealthy', startedAt: hour, confirmedAt: hour + minute },
      { status: 'degraded', startedAt: 2 * hour, confirmedAt: 2 * hour + minute },
      { status: 'unhealthy', startedAt: 5 * hour, confirmedAt: 5 * hour + minute },
    ] as const;
    const open = outageOf(incident(hour, { levels }), [], 3 * hour);
    expect(open.troubles.map(({ fromAt, toAt }) => [fromAt / hour, toAt / hour])).toEqual([
      [1, 2],
      [2, 3],
    ]);
    expect(downMsOf(open)).toBe(hour);
  });

  test('never lasts less than no time, though the clock was set back before its recovery', () => {
    const jumped = outage(2 * hour, -hour);
    expect(jumped.troubles).toEqual([]);
    expect(downMsOf(jumped)).toBe(0);
  });

  test('ends when its service is removed', () => {
    const removed = outageOf(incident(0, { closedAt: hour, closedAs: 'removed' }), [], 3 * hour);
    expect(removed).toMatchObject({ endedAt: hour, troubles: [{ toAt: hour }] });
  });
});

describe('reliability', () => {
  const month = { fromAt: 0, toAt: 30 * day };

  test('of 30 days with one outage of 20 minutes', () => {
    const figures = reliabilityOf([outage(day, 20 * minute)], month, { measuredMs: 30 * day, downMs: 20 * minute });
    expect(figures).toEqual({
      failures: 1,
      open: 0,
      mttrMs: 1_200_000,
      mtbfMs: 30 * day - 20 * minute,
      mttdMs: 2 * minute,
    });
    expect((figures.mtbfMs ?? 0) / hour).toBeCloseTo(719.667, 3);
  });

  test('of a period without failures has nothing to divide by', () => {
    expect(reliabilityOf([], month, { measuredMs: 30 * day, downMs: 0 })).toEqual({ failures: 0, open: 0 });
  });

  test('takes the whole time to repair where the outage ended, and counts failures where they began', () => {
    const across = outage(-hour, 3 * hour);
    const measured = { measuredMs: 30 * day, downMs: 2 * hour };
    expect(reliabilityOf([across], month, measured)).toEqual({ failures: 0, open: 0, mttrMs: 3 * hour });
    const before = { fromAt: -30 * day, toAt: 0 };
    expect(reliabilityOf([across], before, measured)).toMatchObject({ failures: 1, open: 1 });
    expect(reliabilityOf([across], before, measured)).not.toHaveProperty('mttrMs');
  });

  test('knows how long it took from the first alert to somebody', () => {
    const acknowledged = { by: 'anna', at: day + 10 * minute };
    const one = outageOf(
      incident(day, { acknowledged, recoveredAt: day + hour }),
      [told(day + 3 * minute), told(day + 4 * minute)],
      0,
    );
    const nobody = outage(2 * day, hour);
    expect(reliabilityOf([one, nobody], month, { measuredMs: 30 * day, downMs: hour }).mttaMs).toBe(7 * minute);
  });

  test('has no failures where a service was merely degraded', () => {
    const levels = [{ status: 'degraded', startedAt: day, confirmedAt: day + minute }] as const;
    const degraded = outage(day, hour, { status: 'degraded', levels });
    expect(reliabilityOf([degraded], month, { measuredMs: 30 * day, downMs: 0 })).toEqual({ failures: 0, open: 0 });
  });
});
