import { describe, expect, test } from 'vitest';
import { Failure } from '../../src/domain/failure.ts';
import { Attempt } from '../../src/http/attempt.ts';
import { failureFrom } from '../support/failures.ts';
import { createFakeClock } from '../support/fake-clock.ts';

function begin() {
  const clock = createFakeClock();
  const controller = new AbortController();
  return { clock, controller, attempt: new Attempt({ signal: controller.signal, clock }) };
}

const never = () => () => undefined;
const timeUp = new DOMException('time is up', 'TimeoutError');

describe('a stage of an attempt', () => {
  test('resolves or rejects with what it comes to', async () => {
    const { attempt } = begin();
    const refused = new Failure('connection_refused', 'no');
    const resolving = attempt.run<number>((resolve) => {
      resolve(1);
      return () => undefined;
    });
    expect(await resolving).toBe(1);
    const rejecting = attempt.run((_resolve, reject) => {
      reject(refused);
      return () => undefined;
    });
    expect(await failureFrom(rejecting)).toBe(refused);
  });

  test('that the signal ends lets go first, and then says what was under way', async () => {
    const { attempt, controller } = begin();
    attempt.enter('wait', 'waiting');
    const running = attempt.run(() => () => attempt.describe('waiting for the first byte'));
    controller.abort(timeUp);
    expect(await failureFrom(running)).toMatchObject({
      reason: 'timeout',
      message: 'no complete answer within the timeout: waiting for the first byte',
    });
  });

  test('that ends for another reason than time was interrupted', async () => {
    const { attempt, controller } = begin();
    attempt.enter('connect', 'connecting');
    const running = attempt.run(never);
    controller.abort();
    expect(await failureFrom(running)).toMatchObject({
      reason: 'interrupted',
      message: 'stopped before the answer: connecting',
    });
  });

  test('does not begin once the signal has fired', async () => {
    const { attempt, controller } = begin();
    controller.abort(timeUp);
    let begun = false;
    const stage = () => {
      begun = true;
      return () => undefined;
    };
    expect(await failureFrom(attempt.run(stage))).toMatchObject({ reason: 'timeout' });
    expect(begun).toBe(false);
  });

  test('is not ended any more when the attempt is closed', async () => {
    const { attempt, controller } = begin();
    let letGo = 0;
    void attempt.run(() => () => {
      letGo += 1;
    });
    attempt.close();
    controller.abort(timeUp);
    expect(letGo).toBe(0);
  });
});

describe('a failed attempt', () => {
  test('keeps what was learned, and how long each phase took until then', async () => {
    const { attempt, clock } = begin();
    attempt.enter('dns', 'resolving');
    await clock.advance(5);
    attempt.enter('connect', 'connecting');
    await clock.advance(7);
    attempt.learn({ address: '192.0.2.1', port: 443, statusCode: 200 });
    const failure = attempt.explain(new Failure('decode_error', 'no', { facts: { statusCode: 201 } }));
    expect(failure).toMatchObject({ reason: 'decode_error', message: 'no' });
    expect(failure.facts).toEqual({
      address: '192.0.2.1',
      port: 443,
      statusCode: 201,
      phases: { dns: 5, connect: 7 },
      responseTimeMs: 12,
    });
  });

  test('forgets the facts of the hop before, but not its time', async () => {
    const { attempt, clock } = begin();
    attempt.enter('connect', 'connecting');
    attempt.learn({ statusCode: 302 });
    await clock.advance(3);
    attempt.begin({ url: 'https://shop.example/' });
    expect(attempt.explain(new Failure('timeout', 'late')).facts).toEqual({
      url: 'https://shop.example/',
      phases: { connect: 3 },
      responseTimeMs: 3,
    });
  });

  test('for which nobody has a reason is a defect of ours', () => {
    const { attempt } = begin();
    expect(attempt.explain(new TypeError('x is undefined'))).toMatchObject({
      reason: 'internal_error',
      message: 'TypeError: x is undefined',
    });
  });
});
