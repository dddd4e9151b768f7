import { getEventListeners } from 'node:events';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { Failure, type FailureReason, failureReasons } from '../../src/domain/failure.ts';
import { toPlainText } from '../../src/domain/plain-text.ts';
import { createRedactor } from '../../src/domain/redaction.ts';
import { type BoundProbe, bindProbe, type Probe } from '../../src/probes/probe.ts';
import { openBlackHole } from '../support/black-hole.ts';
import { closedPort, type Fault, startFaultServer } from '../support/fault-server.ts';
import { probeContext } from '../support/probe-context.ts';

/** The keys of a service as services.yaml writes them, without the common ones. */
export type ServiceKeys = Readonly<Record<string, unknown>>;

/** Something that is wrong with what is asked. */
export interface Trouble {
  /** Begins the trouble, which ends with the test, and names the service that is in it. */
  service(): ServiceKeys | Promise<ServiceKeys>;
  /** What it may be told as when nobody stops the attempt; any reason that blames the target without it. */
  readonly reasons?: readonly FailureReason[];
  /** True: what the probe asks can be had all the same. */
  readonly mayAnswer?: boolean;
  /** True: it says what it was told, so that secrets are for the checker to mask. */
  readonly echoes?: boolean;
}

export interface ProbeUnderTest {
  readonly probe: Probe;
  /** By what is wrong; `troublesOverTcp` makes those of a probe that goes by TCP. */
  readonly troubles: Readonly<Record<string, Trouble>>;
  /** Texts in the services that nobody may see. */
  readonly secrets?: readonly string[];
}

const deadlineMs = 250;
// From the signal to the end of the attempt: a process that must be ended takes a while to die.
const slackMs = 100;
// Beyond this the attempt counts as one that never ends.
const patienceMs = 2_000;
// A server that pours for as long as the deadline lasts could fill hundreds.
const mostMegabytes = 100;

/** What every probe keeps to, whatever it speaks and to whom. */
export function describeProbe(name: string, { probe, troubles, secrets = [] }: ProbeUnderTest): void {
  describe(`a ${name} probe`, () => {
    const cases = Object.entries(troubles);

    test.each(cases)(
      'tells of %s by a reason of the list, in time, with no secret, and lets go',
      async (_name, trouble) => {
        const keys = await trouble.service();
        const bound = boundTo(probe, keys);
        const before = await openResources();
        const megabytes = residentMegabytes();
        const attempt = await attemptUntil(bound, new DOMException('time is up', 'TimeoutError'), deadlineMs);
        expectInTime(attempt);
        expectOutcome(attempt, trouble, probe.type);
        expectNoSecrets([bound.target, bound.host, shownOf(attempt.outcome)], { secrets, keys, trouble });
        await expectNothingBeyond(before);
        expect(residentMegabytes() - megabytes).toBeLessThan(mostMegabytes);
      },
    );

    test.each(cases)('stops at once in the midst of %s when svcmon does', async (_name, trouble) => {
      const bound = boundTo(probe, await trouble.service());
      const before = await openResources();
      const attempt = await attemptUntil(bound, new Error('svcmon stops'), 50);
      expectInTime(attempt);
      if (attempt.wasStopped) expect(attempt.outcome).toMatchObject({ reason: 'interrupted' });
      await expectNothingBeyond(before);
    });

    test.each(cases.slice(0, 1))('does not begin with %s once svcmon has stopped', async (_name, trouble) => {
      const bound = boundTo(probe, await trouble.service());
      const before = await openResources();
      const attempt = await attemptUntil(bound, new Error('svcmon stopped'), 0);
      expectInTime(attempt);
      expect(attempt.outcome).toMatchObject({ reason: 'interrupted' });
      await expectNothingBeyond(before);
    });
  });
}

/** The service on a port of 127.0.0.1, in every trouble that a server of TCP can be or make. */
export function troublesOverTcp(
  at: (port: number) => ServiceKeys,
  changes: Readonly<Record<string, Partial<Trouble>>> = {},
): Readonly<Record<string, Trouble>> {
  const server = (fault: Fault) => async () => at((await startFaultServer(fault)).port);
  const troubles: Readonly<Record<string, Trouble>> = {
    'a black hole': { service: async () => at(await openBlackHole()), reasons: ['timeout'] },
    'a closed port': { service: async () => at(await closedPort()), reasons: ['connection_refused'] },
    'an immediate close': { service: server((socket) => void socket.end()) },
    'a reset': { service: server((socket) => void socket.resetAndDestroy()) },
    'a silent server': { service: server(() => undefined), reasons: ['timeout'] },
    garbage: { service: server((socket) => void socket.end(garbage)) },
    'garbage that goes on': { service: server((socket) => void socket.write(garbage)) },
    'endless text': { service: server(pouring(Buffer.alloc(65_536, 'x'))) },
    'endless lines': { service: server(pouring(Buffer.from('220-x\r\n'.repeat(9_000)))) },
    'endless bytes': { service: server(pouring(garbage)) },
    'a drip': { service: server(dripping) },
    'an echo': { service: server((socket) => void socket.pipe(socket)), echoes: true },
  };
  return Object.fromEntries(
    Object.entries(troubles).map(([name, trouble]) => [name, { ...trouble, ...changes[name] }]),
  );
}

// The same in every run, with controls, escapes, and what is no UTF-8 among it.
const garbage = Buffer.from(Array.from({ length: 4_096 }, (_, at) => (at * 167 + (at >> 3) * 31) % 256));

/** Says the bytes again and again, as fast as they are taken. */
function pouring(bytes: Uint8Array): Fault {
  return (socket) => {
    const pour = () => {
      while (!socket.destroyed && socket.write(bytes));
    };
    socket.on('drain', pour);
    pour();
  };
}

function dripping(socket: Socket): void {
  socket.setNoDelay(true);
  const drip = setInterval(() => socket.write('2'), 2);
  socket.on('close', () => clearInterval(drip));
}

function boundTo(probe: Probe, keys: ServiceKeys): BoundProbe {
  return bindProbe(probe, probe.options.parse(keys));
}

interface MadeAttempt {
  readonly outcome: unknown;
  /** Whether the signal came before the outcome. */
  readonly wasStopped: boolean;
  /** From the signal to the outcome. */
  readonly lateMs: number;
  /** What still listens to the signal afterwards. */
  readonly listeners: number;
}

/** Observes once, under a signal that fires after so many ms. */
async function attemptUntil(bound: BoundProbe, reason: Error, afterMs: number): Promise<MadeAttempt> {
  const stop = new AbortController();
  let stoppedAt: number | undefined;
  const end = () => {
    stoppedAt = performance.now();
    stop.abort(reason);
  };
  const timer = afterMs === 0 ? undefined : setTimeout(end, afterMs);
  if (afterMs === 0) end();
  const observed = Promise.resolve().then(() => bound.observe(probeContext({ signal: stop.signal })));
  const patience = new AbortController();
  const outcome: unknown = await Promise.race([
    observed.catch((thrown: unknown) => thrown),
    delay(afterMs + patienceMs, new Error('the attempt did not end'), { signal: patience.signal }).catch(
      () => undefined,
    ),
  ]);
  patience.abort();
  clearTimeout(timer);
  const lateMs = stoppedAt === undefined ? 0 : performance.now() - stoppedAt;
  const listeners = getEventListeners(stop.signal, 'abort').length;
  return { outcome, wasStopped: stoppedAt !== undefined, lateMs, listeners };
}

function expectInTime({ lateMs, listeners }: MadeAttempt): void {
  expect(lateMs).toBeLessThan(slackMs);
  expect(listeners, 'listeners that are left on the signal').toBe(0);
}

function expectOutcome({ outcome, wasStopped }: MadeAttempt, { reasons, mayAnswer }: Trouble, type: string): void {
  if (mayAnswer === true && !(outcome instanceof Error)) {
    expect(outcome).toMatchObject({ type, responseTimeMs: expect.any(Number), phases: expect.any(Object) });
    return;
  }
  expect(outcome).toBeInstanceOf(Failure);
  if (!(outcome instanceof Failure)) return;
  expect(Object.keys(failureReasons)).toContain(outcome.reason);
  if (wasStopped) expect(outcome.reason).toBe('timeout');
  else if (reasons === undefined) expect(failureReasons[outcome.reason].blame, outcome.message).toBe('target');
  else expect(reasons, outcome.message).toContain(outcome.reason);
  expect(outcome.message, 'a message is one plain line').toBe(toPlainText(outcome.message).replaceAll('\n', ''));
  expect(outcome.message.length).toBeLessThan(1_000);
  expect(JSON.stringify(outcome.facts).length, 'what is kept is bounded').toBeLessThan(2_000_000);
}

interface Planted {
  readonly secrets: readonly string[];
  readonly keys: ServiceKeys;
  readonly trouble: Trouble;
}

function expectNoSecrets(shown: unknown, { secrets, keys, trouble }: Planted): void {
  const redact = trouble.echoes === true ? createRedactor(secrets) : String;
  const text = redact(JSON.stringify(shown));
  for (const secret of secrets) {
    expect(JSON.stringify(keys), 'the service holds the secret').toContain(secret);
    expect(text).not.toContain(secret);
  }
}

function shownOf(outcome: unknown): unknown {
  return outcome instanceof Failure ? [outcome.message, outcome.facts] : outcome;
}

/** How many there are of each thing that keeps a process busy. */
async function openResources(): Promise<ReadonlyMap<string, number>> {
  // What was closed just now is gone after a turn of the loop.
  await delay(5);
  const counts = new Map<string, number>();
  for (const name of process.getActiveResourcesInfo()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** What an attempt has opened must be gone; what a server at the other end has to notice may take a moment. */
async function expectNothingBeyond(before: ReadonlyMap<string, number>): Promise<void> {
  let more: readonly string[] = [];
  for (let looks = 0; looks < 100; looks += 1) {
    const now = await openResources();
    more = [...now].filter(([name, count]) => count > (before.get(name) ?? 0)).map(([name]) => name);
    if (more.length === 0) return;
  }
  expect(more, 'what an attempt leaves open').toEqual([]);
}

function residentMegabytes(): number {
  return process.memoryUsage.rss() / 1_048_576;
}
