import { expect, test } from 'vitest';
import { timeout } from '../../src/resilience/timeout.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const never = new AbortController().signal;

function hang(): Promise<never> {
  return new Promise(() => undefined);
}

test('gives back what the work resolves with, and leaves no timer behind', async () => {
  const clock = createFakeClock();
  await expect(timeout({ limitMs: 100, startTimer: clock.startTimer })(async () => 'answer', never)).resolves.toBe(
    'answer',
  );
  expect(clock.pendingTimers()).toBe(0);
});

test('passes on what the work rejects with, and leaves no timer behind', async () => {
  const clock = createFakeClock();
  const own = new Error('refused');
  await expect(timeout({ limitMs: 100, startTimer: clock.startTimer })(() => Promise.reject(own), never)).rejects.toBe(
    own,
  );
  expect(clock.pendingTimers()).toBe(0);
});

test('turns a throw before the first await into a rejection', async () => {
  const clock = createFakeClock();
  const own = new Error('thrown at once');
  const run = timeout({ limitMs: 100, startTimer: clock.startTimer });
  await expect(
    run(() => {
      throw own;
    }, never),
  ).rejects.toBe(own);
});

test('fires the signal of the work with a TimeoutError exactly at the limit', async () => {
  const clock = createFakeClock();
  let given: AbortSignal = never;
  const promise = timeout({ limitMs: 5_000, startTimer: clock.startTimer })((signal) => {
    given = signal;
    return hang();
  }, never);
  promise.catch(() => undefined);

  await clock.advance(4_999);
  expect(given.aborted).toBe(false);
  await clock.advance(1);
  expect(given.reason).toMatchObject({ name: 'TimeoutError', message: 'no complete answer within 5.0 s' });
});

test('lets the work say what it learned when its time is up', async () => {
  const clock = createFakeClock();
  const learned = new Error('timeout after the headers');
  const promise = timeout({ limitMs: 1_000, startTimer: clock.startTimer })(
    (signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(learned))),
    never,
  );
  promise.catch(() => undefined);
  await clock.advance(1_000);
  await expect(promise).rejects.toBe(learned);
  expect(clock.pendingTimers()).toBe(0);
});

test('settles within 100 ms of the limit although the work ignores its signal', async () => {
  const clock = createFakeClock();
  const beganAt = clock.monotonic();
  await expect(clock.settle(timeout({ limitMs: 1_000, startTimer: clock.startTimer })(hang, never))).rejects.toThrow(
    DOMException,
  );
  expect(clock.monotonic() - beganAt).toBeLessThanOrEqual(1_100);
});

test('discards an answer that comes after the limit', async () => {
  const clock = createFakeClock();
  const late = timeout({ limitMs: 1_000, startTimer: clock.startTimer })(
    () => new Promise((resolve) => clock.startTimer(1_020, () => resolve('late'))),
    never,
  );
  await expect(clock.settle(late)).rejects.toMatchObject({ name: 'TimeoutError' });
});

test("passes the caller's own signal on with its reason", async () => {
  const clock = createFakeClock();
  const caller = new AbortController();
  const reason = new Error('stopped by Ctrl-C');
  let given: AbortSignal = never;
  const promise = timeout({ limitMs: 60_000, startTimer: clock.startTimer })((signal) => {
    given = signal;
    return hang();
  }, caller.signal);
  const settled = expect(promise).rejects.toBe(reason);

  caller.abort(reason);
  expect(given.reason).toBe(reason);
  await clock.advance(50);
  await settled;
});

test('does not begin when the signal has fired already', async () => {
  const clock = createFakeClock();
  const reason = new Error('too late');
  let began = false;
  const promise = timeout({ limitMs: 100, startTimer: clock.startTimer })(async () => {
    began = true;
  }, AbortSignal.abort(reason));
  await expect(promise).rejects.toBe(reason);
  expect(began).toBe(false);
});
