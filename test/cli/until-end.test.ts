import { describe, expect, test } from 'vitest';
import type { Monitor } from '../../src/app/monitor.ts';
import { untilEnd } from '../../src/cli/until-end.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { createLogBook } from '../support/log-book.ts';

/** A monitor whose stopping takes so long, what was stopped in which order, and the ways to end it. */
function ending({ stopMs = 100 }: { readonly stopMs?: number } = {}) {
  const clock = createFakeClock();
  const log = createLogBook();
  const stopped: string[] = [];
  const [signal, readerGone] = [new AbortController(), new AbortController()];
  let stuck = () => {};
  const part = (name: string) => ({ stop: async () => void stopped.push(name) });
  const monitor: Pick<Monitor, 'stuck' | 'stop'> = {
    stuck: new Promise((resolve) => {
      stuck = resolve;
    }),
    stop: async () => {
      await new Promise<void>((resolve) => clock.startTimer(stopMs, resolve));
      stopped.push('monitor');
    },
  };
  const code = untilEnd(
    {
      monitor,
      systemd: { stopping: async () => void stopped.push('systemd') },
      face: part('face'),
      log,
      effects: clock,
      stopping: [part('watch')],
    },
    { signal: signal.signal, readerGone: readerGone.signal },
  );
  return { clock, log, stopped, signal, readerGone, stuck: () => stuck(), code };
}

describe('the end of a monitor', () => {
  test('on a signal stops everything, the monitor last, with 0', async () => {
    const { clock, signal, code, stopped, log } = ending();
    signal.abort();
    expect(await clock.settle(code)).toBe(0);
    expect(stopped).toEqual(['systemd', 'face', 'watch', 'monitor']);
    expect(log.lines).toEqual(['info stopping', 'info stopped']);
  });

  test('without a reader is an end like any other', async () => {
    const { clock, readerGone, code, log } = ending();
    readerGone.abort();
    expect(await clock.settle(code)).toBe(0);
    expect(log.lines[0]).toBe('info stopping: nobody reads stdout any more');
  });

  test('for a monitor that is stuck is fatal, with 1', async () => {
    const { clock, stuck, code, log } = ending();
    stuck();
    expect(await clock.settle(code)).toBe(1);
    expect(log.lines[0]).toBe('fatal nothing was checked for 30 s: only a restart can help');
  });

  test('does not wait longer than ten seconds, and says so with 1', async () => {
    const { clock, signal, code, log } = ending({ stopMs: 60_000 });
    const beganAt = clock.monotonic();
    signal.abort();
    expect(await clock.settle(code)).toBe(1);
    expect(clock.monotonic() - beganAt).toBe(10_000);
    expect(log.lines.at(-1)).toBe('error stopped before everything was written: it took more than 10 s');
  });
});
