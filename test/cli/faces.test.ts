import { describe, expect, test } from 'vitest';
import { createLineFace } from '../../src/cli/line-face.ts';
import { createPlainFace } from '../../src/cli/plain-face.ts';
import type { Status } from '../../src/domain/status.ts';
import type { MonitorEvent } from '../../src/monitor/events.ts';
import { answering, scriptedCheck } from '../support/checks.ts';
import { configOf, configured } from '../support/config.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { createLogBook } from '../support/log-book.ts';
import { resultOf } from '../support/monitor-world.ts';

const at = Date.UTC(2026, 10, 21, 19, 36, 5);

function changed(from: Status, to: Status): MonitorEvent {
  const change = { from, to, startedAt: at - 120_000, confirmedAt: at };
  return { kind: 'health_changed', service: 'api', change, message: 'expected status 200, got 503' };
}

describe('off a terminal', () => {
  function plain(statuses: Readonly<Record<string, Status>> = {}) {
    const clock = createFakeClock({ at });
    const written: string[] = [];
    const services = Object.keys(statuses).map((name) =>
      configured(scriptedCheck(answering(200), { service: { name } }).check),
    );
    const counts = { results: 0 };
    const face = createPlainFace({
      output: { data: (text) => written.push(text), backlog: () => 0 },
      log: createLogBook(),
      monitor: {
        config: configOf(services),
        healthOf: (name) => ({ status: statuses[name] ?? 'unknown' }),
        metrics: () => counts,
        waitingMessages: () => 1,
      },
      look: { color: false, unicode: true },
      now: clock.now,
      startTimer: clock.startTimer,
      onDefect: (error) => written.push(String(error)),
    });
    return { face, written, clock, counts };
  }

  test('every confirmed change is a line', async () => {
    const { face, written } = plain();
    face.see(changed('healthy', 'unhealthy'));
    expect(written).toEqual([
      '2026-11-21T19:36:05Z  ✕ api  healthy → unhealthy  since 2026-11-21T19:34:05Z  expected status 200, got 503\n',
    ]);
    await face.stop();
  });

  test('that a service is well at the first look is no line, nor is a result', async () => {
    const { face, written } = plain();
    face.see(changed('unknown', 'healthy'));
    face.see({ kind: 'result', result: resultOf('U', 'api', at) });
    expect(written).toEqual([]);
    await face.stop();
  });

  test('once an hour a line says how everything stands', async () => {
    const { face, written, clock, counts } = plain({ web: 'healthy', api: 'unhealthy', mail: 'unhealthy' });
    counts.results = 180;
    await clock.advance(3_600_000);
    counts.results = 240;
    await clock.advance(3_600_000);
    expect(written).toEqual([
      '2026-11-21T20:36:05Z  3 services: 1 healthy, 2 unhealthy (api, mail); 180 results in the last hour, 1 message to be sent\n',
      '2026-11-21T21:36:05Z  3 services: 1 healthy, 2 unhealthy (api, mail); 60 results in the last hour, 1 message to be sent\n',
    ]);
    await face.stop();
  });
});

describe('a reader that is too slow', () => {
  test('misses lines and is told how many', () => {
    const state = { backlog: 0 };
    const written: string[] = [];
    const log = createLogBook();
    const face = createLineFace({
      output: { data: (text) => written.push(text), backlog: () => state.backlog },
      log,
      lineOf: (event) => event.kind,
    });
    face.see(changed('healthy', 'unhealthy'));
    state.backlog = 2_000_000;
    for (let count = 0; count < 3; count += 1) face.see(changed('healthy', 'unhealthy'));
    state.backlog = 0;
    face.see(changed('healthy', 'unhealthy'));
    expect(written).toHaveLength(2);
    expect([log.lines, log.facts]).toEqual([
      ['warn lines were left out: the reader of stdout is too slow'],
      [{ count: 3 }],
    ]);
  });
});
