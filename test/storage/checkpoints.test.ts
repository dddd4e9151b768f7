import { expect, test } from 'vitest';
import { type Checkpointed, type CheckpointThread, ThreadEnded } from '../../src/storage/checkpoint-thread.ts';
import { Checkpoints } from '../../src/storage/checkpoints.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const full = Object.assign(new Error('not written back'), { errcode: 13 });

/** A thread that answers as it is told, the last answer again and again. */
function scripted(...answers: readonly (Checkpointed | Error)[]): CheckpointThread & { readonly runs: () => number } {
  let runs = 0;
  return {
    runs: () => runs,
    async run() {
      const answer = answers[Math.min(runs, answers.length - 1)];
      runs += 1;
      if (answer === undefined || answer instanceof Error) throw answer;
      return answer;
    },
    stop: async () => undefined,
  };
}

function checkpoints(start: (path: string) => CheckpointThread) {
  const clock = createFakeClock();
  const missing: number[] = [];
  const parts = { path: 'svcmon.db', startTimer: clock.startTimer, everyMs: 5_000 };
  const subject = new Checkpoints({ ...parts, start, onMissing: () => missing.push(clock.monotonic()) });
  return { clock, subject, missing };
}

const complete: Checkpointed = { inLog: 10, inFile: 10 };

test('the log is written back five seconds after something was written, and not again until then', async () => {
  const thread = scripted(complete);
  const { clock, subject } = checkpoints(() => thread);
  await clock.advance(60_000);
  expect(thread.runs()).toBe(0);
  subject.written();
  subject.written();
  await clock.advance(4_999);
  expect(thread.runs()).toBe(0);
  await clock.advance(60_000);
  expect(thread.runs()).toBe(1);
  subject.written();
  await clock.advance(5_000);
  expect(thread.runs()).toBe(2);
});

test('what was written meanwhile is written back at once, but not for ever', async () => {
  const thread = scripted({ inLog: 10, inFile: 8 });
  const { clock, subject } = checkpoints(() => thread);
  subject.written();
  await clock.advance(5_000);
  expect(thread.runs()).toBe(3);
});

test('who writes without a pause does not have to wait for the log to be written back', async () => {
  const thread = scripted(complete);
  const { clock, subject } = checkpoints(() => thread);
  for (let write = 0; write < 199; write += 1) subject.written();
  await clock.advance(100);
  expect(thread.runs()).toBe(0);
  subject.written();
  await clock.advance(0);
  expect(thread.runs()).toBe(1);
});

test('a failure is known until the next success, and is tried again without being asked', async () => {
  const thread = scripted(full, full, complete);
  const { clock, subject, missing } = checkpoints(() => thread);
  subject.written();
  expect(subject.failure).toBeUndefined();
  await clock.advance(5_000);
  expect(subject.failure).toMatchObject({ name: 'StoreUnavailable', trouble: 'full' });
  await clock.advance(5_000);
  expect(subject.failure).toMatchObject({ trouble: 'full' });
  await clock.advance(5_000);
  expect([subject.failure, thread.runs(), missing]).toEqual([undefined, 3, []]);
});

test.each([
  [
    'cannot be started',
    () => () => {
      throw new Error('no thread');
    },
  ],
  ['has ended', () => () => scripted(new ThreadEnded('gone'))],
])('where the thread %s, that is told once, and nothing more is tried', async (_name, start) => {
  const { clock, subject, missing } = checkpoints(start());
  subject.written();
  await clock.advance(5_000);
  subject.written();
  await clock.advance(60_000);
  expect([missing.length, subject.failure, clock.pendingTimers()]).toEqual([1, undefined, 0]);
});

test('who writes once and closes starts no thread, and leaves no timer behind', async () => {
  let started = 0;
  const { clock, subject } = checkpoints(() => {
    started += 1;
    return scripted(complete);
  });
  subject.written();
  await subject.close();
  await subject.close();
  await clock.advance(60_000);
  expect([started, clock.pendingTimers()]).toEqual([0, 0]);
});

test('closing waits for the checkpoint that is under way', async () => {
  let finish = (_: Checkpointed) => {};
  let stopped = false;
  const thread: CheckpointThread = {
    run: () =>
      new Promise((resolve) => {
        finish = resolve;
      }),
    stop: async () => {
      stopped = true;
    },
  };
  const { clock, subject } = checkpoints(() => thread);
  subject.written();
  await clock.advance(5_000);
  const closed = subject.close();
  await clock.advance(0);
  expect(stopped).toBe(false);
  finish(complete);
  await closed;
  expect([stopped, clock.pendingTimers()]).toEqual([true, 0]);
});
