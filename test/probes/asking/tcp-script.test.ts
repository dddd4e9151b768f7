import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Clock } from '../../../src/domain/clock.ts';
import type { LinearRegex } from '../../../src/domain/linear-regex.ts';
import { Attempt } from '../../../src/http/attempt.ts';
import { follow } from '../../../src/probes/asking/tcp-script.ts';
import { failureFrom } from '../../support/failures.ts';
import { type Fault, startFaultServer } from '../../support/fault-server.ts';
import { endless } from '../../support/faults.ts';
import { realClock } from '../../support/real-clock.ts';

async function hearFrom(fault: Fault, regex: LinearRegex, clock: Clock = realClock): Promise<string | undefined> {
  const { port } = await startFaultServer(fault);
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  const attempt = new Attempt({ signal: AbortSignal.timeout(5_000), clock });
  try {
    const script = [{ send: 'hello', expect: { source: 'pattern', regex } }];
    return await follow(script, socket, { attempt, clock });
  } finally {
    attempt.close();
    socket.destroy();
  }
}

/** A pattern that is asked of every text that is looked through. */
function asking(matches: (text: string) => boolean): LinearRegex {
  return { matchesIn: matches, endOfMatchIn: (text) => (matches(text) ? text.length : undefined) };
}

const never = asking(() => false);

describe('of a long answer', () => {
  test('64 KiB are heard and no more', async () => {
    const lengths: number[] = [];
    const regex = asking((text) => lengths.push(text.length) < 0);
    const failure = await failureFrom(hearFrom(endless('', Buffer.alloc(1_048_576, 'x')), regex));
    expect(failure).toMatchObject({
      reason: 'unexpected_answer',
      message: expect.stringMatching(
        /^the server said more than 65536 bytes without an answer that matches pattern, got "x{99}…"$/,
      ),
    });
    expect(failure.facts.answer).toHaveLength(65_536);
    expect(Math.max(...lengths)).toBe(65_536);
  });

  test('exactly 64 KiB are not too many', async () => {
    const fault = (socket: Socket) => void socket.end('x'.repeat(65_536));
    expect(await failureFrom(hearFrom(fault, never))).toMatchObject({ message: expect.stringContaining('ended') });
  });

  test('each portion is matched at most once, and an answer that drips is given a rest after each look', async () => {
    let now = 0;
    let looks = 0;
    // Every look takes 10 ms, so that nine times as long nobody looks, however many letters come.
    const regex = asking((text) => {
      now += 10;
      looks += 1;
      return text.length === 100;
    });
    const dripping = (socket: Socket) => {
      socket.setNoDelay(true);
      let sent = 0;
      const drip = setInterval(() => {
        socket.write('x');
        sent += 1;
        if (sent === 100) clearInterval(drip);
      }, 1);
      socket.on('close', () => clearInterval(drip));
    };
    const answer = await hearFrom(dripping, regex, { now: () => 0, monotonic: () => now });
    expect(answer).toHaveLength(100);
    expect(looks).toBeLessThan(20);
  });
});
