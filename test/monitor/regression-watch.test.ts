import { describe, expect, test } from 'vitest';
import type { CheckTally } from '../../src/domain/check-tally.ts';
import type { Health } from '../../src/domain/health.ts';
import type { Incident } from '../../src/domain/incident.ts';
import { sketchOf } from '../../src/domain/percentile-sketch.ts';
import { RegressionWatch } from '../../src/monitor/regression-watch.ts';
import type { TallySeriesQuery } from '../../src/storage/store.ts';
import { checkResult } from '../support/check-result.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { serviceNamed } from '../support/service.ts';

const hourMs = 3_600_000;
const watched = serviceNamed('api', { regression: { latency: true, errors: true } });

function tally(count: number, ms: number, failed: number): CheckTally {
  const sketch = sketchOf(Array.from({ length: count - failed }, (_item, index) => ms * (0.9 + (index % 20) / 100)));
  return { counts: { healthy: count - failed, degraded: 0, unhealthy: failed, unknown: 0 }, timeouts: 0, sketch };
}

/** A service that usually takes 140 ms, and of late as long as the test says. */
class Watching {
  readonly clock = createFakeClock();
  readonly queries: TallySeriesQuery[] = [];
  recentMs = 140;
  recentFailures = 0;
  health: Health | undefined;
  readonly watch: RegressionWatch;

  constructor(incident?: Incident) {
    const state = () => {
      return {
        alerts: [],
        channels: [],
        paused: false,
        ...(incident && { incident }),
        ...(this.health && { health: this.health }),
      };
    };
    this.watch = new RegressionWatch({
      clock: this.clock,
      states: { of: state },
      store: {
        tallySeries: async (query) => {
          this.queries.push(query);
          const exact = { reasons: {}, errorMs: 0 };
          const parts = query.cuts.slice(1).map(() => ({ ...this.#tallyOf(query), ...exact }));
          return [{ service: 'api', parts }];
        },
      },
    });
    this.watch.use([watched, serviceNamed('other')]);
  }

  #tallyOf({ cuts }: TallySeriesQuery): CheckTally {
    const isRecent = (cuts.at(-1) ?? 0) > this.clock.now() - hourMs;
    return isRecent ? tally(60, this.recentMs, this.recentFailures) : tally(60, 140, 0);
  }

  async compare(times: number): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      await this.watch.compare();
      await this.clock.advance(600_000);
    }
  }

  mark(service = 'api'): string {
    const { status, reason } = this.watch.mark(checkResult({ service }));
    return `${status} ${reason}`;
  }
}

describe('a service that became slower', () => {
  test('is degraded from the second look on, and until it was as usual twice', async () => {
    const watching = new Watching();
    watching.recentMs = 300;
    await watching.compare(1);
    expect(watching.mark()).toBe('healthy ok');
    await watching.compare(1);
    expect(watching.mark()).toBe('degraded regression');
    watching.recentMs = 140;
    await watching.compare(1);
    expect(watching.mark()).toBe('degraded regression');
    await watching.compare(1);
    expect(watching.mark()).toBe('healthy ok');
  });

  test('says how much, in one finding', async () => {
    const watching = new Watching();
    watching.recentMs = 300;
    await watching.compare(2);
    const { findings, message, severity } = watching.watch.mark(checkResult({ service: 'api' }));
    expect(message).toMatch(
      /^p50 \d+ ms against \d+ ms usually at this hour \(\+\d+ %, p < 0\.001, n = 60 against 960\)$/,
    );
    expect(findings).toEqual([{ status: 'degraded', reason: 'regression', severity, message }]);
  });

  test('leaves alone what is not healthy anyway, and other services', async () => {
    const watching = new Watching();
    watching.recentMs = 300;
    await watching.compare(2);
    expect(watching.mark('other')).toBe('healthy ok');
    const slow = checkResult({ service: 'api', status: 'degraded', reason: 'slow' });
    expect(watching.watch.mark(slow)).toBe(slow);
  });

  test('still is after a restart', () => {
    const message = 'p50 300 ms against 140 ms usually at this hour';
    const facts = { id: '1', service: 'api', status: 'degraded', reason: 'regression', message } as const;
    const watching = new Watching({ ...facts, startedAt: 1, confirmedAt: 2 });
    expect(watching.mark()).toBe('degraded regression');
    watching.watch.use([serviceNamed('api')]);
    expect(watching.mark()).toBe('healthy ok');
  });
});

test('what is usual is read once an hour: the same hours of the last four weeks, with one before and one after', async () => {
  const watching = new Watching();
  const nowAt = Math.floor(watching.clock.now());
  await watching.compare(2);
  const [recent, ...before] = watching.queries;
  expect(recent).toEqual({ service: 'api', cuts: [nowAt - hourMs, nowAt] });
  // It is 19:36.
  const hour = Math.floor(nowAt / hourMs) * hourMs;
  expect(before.slice(0, 4).map(({ cuts }) => cuts)).toEqual(
    [1, 2, 3, 4].map((week) => [-2, -1, 0, 1, 2].map((from) => hour + (from - week * 168) * hourMs)),
  );
  expect(watching.queries).toHaveLength(6);
});

test.each<[what: string, status: 'healthy' | 'unhealthy', agoMs: number, marked: string]>([
  ['while it is down', 'unhealthy', 2 * hourMs, 'healthy ok'],
  ['in the hour after an outage', 'healthy', hourMs / 2, 'healthy ok'],
  ['at any other time', 'healthy', 2 * hourMs, 'degraded regression'],
])('failures of a service count %s: %s', async (_what, status, agoMs, marked) => {
  const watching = new Watching();
  const sinceAt = watching.clock.now() - agoMs;
  watching.health = { status, sinceAt, against: [], recent: '', flapping: false, lastResultAt: sinceAt };
  watching.recentFailures = 20;
  await watching.compare(2);
  expect(watching.mark()).toBe(marked);
});
