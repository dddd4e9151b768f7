import type { CheckResult } from '../../src/domain/check-result.ts';
import type { Commit } from '../../src/storage/store.ts';
import { attempt, checkResult, foundResult, observation } from './check-result.ts';

/** A commit of nothing but what is given. */
export function commitOf(parts: Partial<Commit>): Commit {
  const empty: Commit = {
    results: [],
    health: [],
    incidents: [],
    timeline: [],
    alerts: [],
    channels: [],
    outbox: [],
    notSent: [],
  };
  return { ...empty, ...parts };
}

/** The name of the service with that number. */
export function serviceName(number: number): string {
  return `service-${String(number).padStart(5, '0')}`;
}

/** A result over HTTPS like those of real life: times that scatter, now and then a failure. The same for the same numbers. */
export function lifelikeResult(service: number, startedAt: number): CheckResult {
  const random = randomFrom(service * 7_919 + (startedAt % 1_000_003));
  const phases = {
    dns: 0.4 + random() * 2,
    connect: 5 + random() * 20,
    tls: 8 + random() * 30,
    send: 0.05 + random() * 0.1,
    wait: 10 + random() * 150,
    receive: 0.2 + random() * 5,
  };
  const responseTimeMs = Object.values(phases).reduce((sum, ms) => sum + ms, 0);
  const failed = random() < 0.005;
  const seen = {
    service: serviceName(service),
    startedAt,
    durationMs: responseTimeMs + random(),
    attempts: [attempt({ startedAt, durationMs: responseTimeMs })],
    observation: observation({ phases, responseTimeMs, statusCode: failed ? 503 : 200 }),
  };
  const message = 'expected status 2xx, got 503 Service Unavailable';
  return failed ? foundResult({ status: 'unhealthy', reason: 'unexpected_status', message }, seen) : checkResult(seen);
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
