import { once } from 'node:events';
import { connect } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { Attempt } from '../../../src/http/attempt.ts';
import type { TlsSettings } from '../../../src/http/request.ts';
import { type Encryption, encrypt, partFrom, perhapsStartTls } from '../../../src/probes/asking/encrypt.ts';
import { failureFrom } from '../../support/failures.ts';
import { startFaultServer } from '../../support/fault-server.ts';
import { realClock } from '../../support/real-clock.ts';
import { plainTexts, startStartTlsServer } from '../../support/starttls-server.ts';
import { type Identity, makeIdentity } from '../../support/tls-certificates.ts';
import { startTlsServer } from '../../support/tls-server.ts';

let identity: Identity;

beforeAll(async () => {
  identity = await makeIdentity();
});

interface Wish extends Partial<Omit<Encryption, 'tls'>> {
  readonly tls?: TlsSettings;
  readonly timeoutMs?: number;
}

/** Encrypts a connection to that port, does something with it, and closes it. */
async function over<T>(port: number, { timeoutMs = 5_000, ...wish }: Wish, work: (encrypted: Encrypted) => T) {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  const attempt = new Attempt({ signal: AbortSignal.timeout(timeoutMs), clock: realClock });
  try {
    const encryption = { host: 'localhost', tls: { ca: identity.cert }, ...wish };
    const secured = await encrypt(socket, encryption, { attempt, clock: realClock });
    return await work({ secured, attempt });
  } finally {
    attempt.close();
  }
}

interface Encrypted {
  readonly secured: Awaited<ReturnType<typeof encrypt>>;
  readonly attempt: Attempt;
}

describe('a connection', () => {
  test('is encrypted, with the name of the host asked for and no protocol offered', async () => {
    const names: unknown[] = [];
    const options: TlsOptions = {
      ...identity,
      SNICallback: (name, done) => {
        names.push(name);
        done(null);
      },
    };
    const { port } = await startTlsServer(options);
    const seen = await over(port, { host: 'localhost.' }, ({ secured, attempt }) => [
      secured.alpnProtocol,
      attempt.facts.tls?.verified,
    ]);
    expect([names, seen]).toEqual([['localhost'], [false, true]]);
  });

  test('shows what was agreed on', async () => {
    const { port } = await startTlsServer({ ...identity, ALPNProtocols: ['h2'] });
    const shown: unknown[] = [];
    const onShown: Encryption['onShown'] = ({ leaf, protocol, stapled }) => {
      shown.push([leaf.subject.CN, protocol, stapled]);
    };
    await over(port, { protocols: ['h2', 'http/1.1'], onShown }, () => undefined);
    expect(shown).toEqual([['localhost', 'h2', false]]);
  });

  test('shows it also where it does not verify', async () => {
    const { port } = await startTlsServer(identity);
    const shown: unknown[] = [];
    const asked = over(port, { tls: {}, onShown: ({ leaf }) => void shown.push(leaf.subject.CN) }, () => undefined);
    expect(await failureFrom(asked)).toMatchObject({ reason: 'tls_self_signed' });
    expect(shown).toEqual(['localhost']);
  });

  test('is encrypted only after plain text where that is the protocol', async () => {
    const { port } = await startStartTlsServer(plainTexts.pop3, identity);
    expect(await over(port, { starttls: 'pop3' }, ({ attempt }) => attempt.facts.tls?.verified)).toBe(true);
  });

  test.each([
    ['without STARTTLS', {}, 'the port does not speak TLS: try it without tls ('],
    ['by who knows STARTTLS', { notTls: perhapsStartTls }, 'or begins in plain text: starttls asks for TLS then ('],
    ['after STARTTLS', { starttls: 'pop3', notTls: perhapsStartTls }, 'the server agreed to TLS and does not speak it'],
  ] as const)('that is not encrypted %s is told what to do', async (_how, wish, message) => {
    const starttls = 'starttls' in wish;
    const { port } = await startFaultServer((socket, heard) => {
      if (starttls) socket.write('+OK\r\n');
      void heard.then(() => {
        if (starttls) socket.write('+OK\r\n');
        setTimeout(() => socket.write('220 plain text\r\n'), 20);
      });
    });
    const failure = await failureFrom(over(port, wish, () => undefined));
    expect(failure).toMatchObject({ reason: 'tls_protocol', message: expect.stringContaining(message) });
  });

  test('is not begun with files that cannot be used', async () => {
    const asked = over(await silentPort(), { tls: { ca: 'no certificate' } }, () => undefined);
    expect(await failureFrom(asked)).toMatchObject({ reason: 'config_file_unreadable' });
  });
});

async function silentPort(): Promise<number> {
  return (await startFaultServer(() => undefined)).port;
}

describe('a farewell', () => {
  test.each(['TLSv1.2', 'TLSv1.3'] as const)('ends a connection of %s that was taken', async (version) => {
    const { port } = await startTlsServer({ ...identity, maxVersion: version });
    await over(port, {}, ({ secured, attempt }) => partFrom(secured, attempt));
  });

  test('waits for no answer of a server that gives none', async () => {
    const { port } = await startTlsServer({ ...identity, allowHalfOpen: true });
    const startedAt = performance.now();
    await over(port, {}, ({ secured, attempt }) => partFrom(secured, attempt));
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  test('hears that our certificate is missing', async () => {
    const { port } = await startTlsServer({ ...identity, requestCert: true, rejectUnauthorized: true });
    const asked = over(port, {}, ({ secured, attempt }) => partFrom(secured, attempt));
    expect(await failureFrom(asked)).toMatchObject({ reason: 'tls_client_certificate' });
  });

  test('is no part of the time that is measured', async () => {
    const { port } = await startTlsServer({ ...identity, allowHalfOpen: true });
    const totals = await over(port, {}, async ({ secured, attempt }) => {
      attempt.timer.stop();
      const before = attempt.timer.totalMs;
      await partFrom(secured, attempt);
      return attempt.timer.totalMs - before;
    });
    expect(totals).toBeLessThan(50);
  });

  test('ends with the signal', async () => {
    const { port } = await startTlsServer({ ...identity, allowHalfOpen: true });
    const asked = over(port, {}, async ({ secured }) => {
      const attempt = new Attempt({ signal: AbortSignal.timeout(20), clock: realClock });
      try {
        await partFrom(secured, attempt);
      } finally {
        attempt.close();
      }
    });
    expect(await failureFrom(asked)).toMatchObject({
      reason: 'timeout',
      message: 'no complete answer within the timeout: waiting for the server to take the handshake',
    });
  });
});
