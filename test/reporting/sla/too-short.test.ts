import { describe, expect, test } from 'vitest';
import type { Incident } from '../../../src/domain/incident.ts';
import { type Outage, outageOf } from '../../../src/domain/outage.ts';
import { tooShortIncidents, tooShortText } from '../../../src/reporting/sla/too-short.ts';

const objective = { availability: 0.999, minOutageMs: 60_000, degradedWeight: 0 };

/** Its levels, one after the other, by their lengths. */
function outage(startedAt: number, ...levels: readonly (readonly ['unhealthy' | 'degraded', number])[]): Outage {
  let at = startedAt;
  const began = levels.map(([status, forMs]) => {
    const level = { status, startedAt: at, confirmedAt: at };
    at += forMs;
    return level;
  });
  const incident: Incident = {
    ...{ id: 'api/1', service: 'api', status: 'unhealthy', reason: 'timeout', message: '' },
    ...{ startedAt, confirmedAt: startedAt, levels: began, recoveredAt: at, closedAt: at, closedAs: 'recovered' },
  };
  return outageOf(incident, [], at);
}

const short = outage(1_000, ['unhealthy', 40_000]);
const long = outage(100_000, ['unhealthy', 60_000]);
const twice = outage(300_000, ['unhealthy', 40_000], ['degraded', 5_000], ['unhealthy', 40_000]);
const mixed = outage(500_000, ['unhealthy', 40_000], ['degraded', 5_000], ['unhealthy', 90_000]);
const slow = outage(800_000, ['degraded', 5_000]);

describe('an incident', () => {
  test.each([
    ['all of which counts', long, ''],
    ['that was merely degraded', slow, ''],
    ['that was too short', short, ', too short to count'],
    ['each part of which was too short', twice, ', too short to count'],
    ['a part of which was too short', mixed, ', 40 s of it too short to count'],
  ])('%s', (_name, of, text) => {
    expect(tooShortText(of, objective)).toBe(text);
    expect(tooShortText(of, undefined)).toBe('');
  });
});

test('those that cost nothing are counted, of the incidents of the period', () => {
  const outages = [short, long, twice, mixed, slow];
  expect(tooShortIncidents({ outages, objective }, { fromAt: 0, toAt: 1_000_000 })).toBe(2);
  expect(tooShortIncidents({ outages, objective }, { fromAt: 2_000, toAt: 300_000 })).toBe(0);
  expect(tooShortIncidents({ outages }, { fromAt: 0, toAt: 1_000_000 })).toBe(0);
});
