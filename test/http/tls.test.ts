import type { TlsOptions } from 'node:tls';
import { beforeAll, describe, expect, test } from 'vitest';
import type { FailureReason } from '../../src/domain/failure.ts';
import { saying, startFaultServer } from '../support/fault-server.ts';
import { ask, failureOf } from '../support/http-question.ts';
import { startReceiver } from '../support/receiver.ts';
import { type Identity, makeChain, makeIdentity } from '../support/tls-certificates.ts';
import { startHttpsServer, startTlsServer } from '../support/tls-server.ts';

const dayMs = 86_400_000;
const expiry = { validFromDays: -20, validToDays: -10 };
const future = { validFromDays: 10, validToDays: 20 };

let ids: Awaited<ReturnType<typeof makeIdentities>>;

async function makeIdentities() {
  const { root, middle, leaf } = await makeChain();
  return {
    root,
    good: { key: leaf.key, cert: leaf.cert + middle.cert },
    leafOnly: leaf,
    selfSigned: await makeIdentity(),
    expired: await makeIdentity({ ...expiry, issuer: root }),
    notYet: await makeIdentity({ ...future, issuer: root }),
    otherName: await makeIdentity({ names: ['other.example', 'www.other.example', 'ip:192.0.2.7'], issuer: root }),
    client: await makeIdentity({ names: ['client'], issuer: root }),
    stranger: await makeIdentity({ names: ['stranger'] }),
  };
}

beforeAll(async () => {
  ids = await makeIdentities();
});

describe('a verified connection', () => {
  test('shows its protocol, its cipher and its chain', async () => {
    const { root, good } = ids;
    const { url } = await startHttpsServer(good);
    const { tls, phases, statusCode } = await ask({ url, tls: { ca: root.cert } });
    expect(statusCode).toBe(200);
    expect(phases.tls).toBeGreaterThan(0);
    expect(tls).toMatchObject({ protocol: 'TLSv1.3', cipher: expect.stringContaining('TLS_'), verified: true });
    expect(tls?.chain.map(({ subject, issuer }) => [subject, issuer])).toEqual([
      ['localhost', 'Test Authority'],
      ['Test Authority', 'Test Root'],
      ['Test Root', 'Test Root'],
    ]);
    const [leaf] = tls?.chain ?? [];
    expect(leaf?.altNames).toEqual(['localhost', '127.0.0.1']);
    expect(leaf?.fingerprint256).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    expect(Math.abs((leaf?.validToAt ?? 0) - Date.now() - 90 * dayMs)).toBeLessThan(dayMs);
    expect(Math.abs((leaf?.validFromAt ?? 0) - Date.now() + dayMs)).toBeLessThan(dayMs);
  });

  test('shows alternative names as they are, also those that try to look like several', async () => {
    const identity = await makeIdentity({ names: ['localhost', 'a.example, DNS:b.example', 'ip:127.0.0.1'] });
    const { url } = await startHttpsServer(identity);
    const { tls } = await ask({ url, tls: { ca: identity.cert } });
    expect(tls?.chain[0]?.altNames).toEqual(['localhost', 'a.example, DNS:b.example', '127.0.0.1']);
  });

  test('does its handshake anew each time, so that the chain is always seen', async () => {
    const { root, good } = ids;
    const { url } = await startHttpsServer({ ...good, maxVersion: 'TLSv1.2' });
    for (const _time of [1, 2]) {
      const { tls } = await ask({ url, tls: { ca: root.cert } });
      expect(tls).toMatchObject({ protocol: 'TLSv1.2', chain: expect.arrayContaining([expect.anything()]) });
    }
  });

  test('asks by SNI for the host, for another name where told to, and for none by address', async () => {
    const { root, good, otherName } = ids;
    const server = await startHttpsServer(good);
    await ask({ url: server.url, tls: { ca: root.cert } });
    await ask({ url: server.url.replace('127.0.0.1', 'localhost'), tls: { ca: root.cert } });
    const other = await startHttpsServer(otherName);
    await ask({
      url: other.url,
      headers: { Host: 'www.other.example' },
      tls: { ca: root.cert, serverName: 'www.other.example' },
    });
    expect(server.serverNames).toEqual(['false', 'localhost']);
    expect(other.serverNames).toEqual(['www.other.example']);
    expect(other.requests).toEqual(['GET www.other.example /']);
  });

  test('presents a client certificate', async () => {
    const { root, good, client } = ids;
    const { url } = await startHttpsServer({ ...good, ca: root.cert, requestCert: true });
    const { statusCode } = await ask({ url, tls: { ca: root.cert, cert: client.cert, key: client.key } });
    expect(statusCode).toBe(200);
  });
});

interface Unverified {
  readonly fault: string;
  readonly identity: () => Identity;
  readonly ca?: () => string;
  readonly reason: FailureReason;
  readonly message: RegExp;
}

const unverified: readonly Unverified[] = [
  { fault: 'expired', identity: () => ids.expired, reason: 'tls_expired', message: /expired: valid until .* GMT$/ },
  {
    fault: 'not valid yet',
    identity: () => ids.notYet,
    reason: 'tls_not_yet_valid',
    message: /not valid yet: valid from .* GMT$/,
  },
  {
    fault: 'self-signed',
    identity: () => ids.selfSigned,
    reason: 'tls_self_signed',
    message: /self-signed: .*ca_file/,
  },
  {
    fault: 'from an unknown authority',
    identity: () => ids.good,
    ca: () => ids.selfSigned.cert,
    reason: 'tls_untrusted',
    message: /not trusted: .*ca_file/,
  },
  {
    fault: 'sent without its intermediate',
    identity: () => ids.leafOnly,
    reason: 'tls_incomplete_chain',
    message: /does not send its intermediate/,
  },
  {
    fault: 'for other names',
    identity: () => ids.otherName,
    reason: 'tls_wrong_host',
    message: /127\.0\.0\.1 is not among .*other\.example/,
  },
];

describe('a certificate that is', () => {
  test.each(unverified)(
    '$fault fails with $reason before anything is sent',
    async ({ identity, ca, reason, message }) => {
      const server = await startHttpsServer(identity());
      const { failure } = await failureOf({ url: server.url, tls: { ca: ca?.() ?? ids.root.cert } });
      expect(failure).toMatchObject({ reason, message: expect.stringMatching(message) });
      expect(failure.facts.tls).toMatchObject({ protocol: 'TLSv1.3', verified: false });
      expect(failure.facts.tls?.chain.length).toBeGreaterThan(0);
      expect(failure.facts.phases?.tls).toBeGreaterThan(0);
      expect(server.requests).toEqual([]);
    },
  );

  test.each(unverified)('$fault is taken when insecure, and still shown as unverified', async ({ identity, ca }) => {
    const server = await startHttpsServer(identity());
    const { statusCode, tls } = await ask({ url: server.url, tls: { ca: ca?.() ?? ids.root.cert, insecure: true } });
    expect(statusCode).toBe(200);
    expect(tls?.verified).toBe(false);
    expect(tls?.chain.length).toBeGreaterThan(0);
  });
});

describe('a handshake', () => {
  const oldOnly: TlsOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };

  test('with a server that speaks only TLS 1.1 fails, unless the minimum allows it', async () => {
    const { root, good } = ids;
    const { url } = await startHttpsServer({ ...good, ...oldOnly });
    const { failure } = await failureOf({ url, tls: { ca: root.cert } });
    expect(failure).toMatchObject({
      reason: 'tls_protocol',
      message: expect.stringContaining('no TLS version in common'),
    });
    expect((await ask({ url, tls: { ca: root.cert, minVersion: 'TLSv1' } })).tls?.protocol).toBe('TLSv1.1');
  });

  test('with a server below the configured minimum fails', async () => {
    const { root, good } = ids;
    const { url } = await startHttpsServer({ ...good, maxVersion: 'TLSv1.2' });
    const { failure } = await failureOf({ url, tls: { ca: root.cert, minVersion: 'TLSv1.3' } });
    expect(failure.reason).toBe('tls_protocol');
  });

  test('with a server that speaks only HTTP/2 says so', async () => {
    const { root, good } = ids;
    const { url } = await startTlsServer({ ...good, ALPNProtocols: ['h2'] });
    const { failure } = await failureOf({ url, tls: { ca: root.cert } });
    expect(failure).toMatchObject({ reason: 'tls_protocol', message: expect.stringContaining('perhaps only HTTP/2') });
  });

  test('with a port that speaks plain HTTP says so', async () => {
    const { url } = await startReceiver(() => ({ status: 200 }));
    const { failure } = await failureOf({ url: url.replace('http:', 'https:') });
    expect(failure).toMatchObject({ reason: 'tls_protocol', message: expect.stringContaining('try http:// instead') });
  });

  test('that is cut off is a reset', async () => {
    const server = await startFaultServer((socket, heard) => void heard.then(() => socket.end()));
    const { failure } = await failureOf({ url: server.url.replace('http:', 'https:') });
    expect(failure).toMatchObject({
      reason: 'connection_reset',
      message: expect.stringContaining('during the TLS handshake'),
    });
    await server.allClosed();
  });

  test('that never ends is ended by the timeout', async () => {
    const server = await startFaultServer(() => {});
    const { failure, tookMs } = await failureOf({ url: server.url.replace('http:', 'https:'), timeoutMs: 300 });
    expect(failure).toMatchObject({
      reason: 'timeout',
      message: expect.stringContaining('waiting for the TLS handshake'),
    });
    expect(tookMs).toBeLessThan(400);
    await server.allClosed();
  });

  test('asked of a port that speaks TLS by plain HTTP hints at https', async () => {
    const { url } = await startHttpsServer(ids.good);
    const { failure } = await failureOf({ url: url.replace('https:', 'http:') });
    expect(failure.message).toContain('https://');
  });

  test('answered by bytes that are no TLS says so', async () => {
    const server = await startFaultServer(saying('SSH-2.0-OpenSSH_9.2\r\n'));
    const { failure } = await failureOf({ url: server.url.replace('http:', 'https:') });
    expect(failure).toMatchObject({ reason: 'tls_protocol', message: expect.stringContaining('does not speak TLS') });
  });
});

describe('a server that wants a client certificate', () => {
  test.each(['TLSv1.2', 'TLSv1.3'] as const)('by %s says that it got none', async (maxVersion) => {
    const { root, good } = ids;
    const { url } = await startHttpsServer({ ...good, ca: root.cert, maxVersion, requestCert: true });
    const { failure } = await failureOf({ url, tls: { ca: root.cert } });
    expect(failure.reason).toBe('tls_client_certificate');
    expect(failure.facts.tls?.verified ?? true).toBe(true);
  });

  test('is told from one with no cipher in common', async () => {
    const { root, good } = ids;
    const { url } = await startHttpsServer({ ...good, maxVersion: 'TLSv1.2', ciphers: 'DHE-RSA-AES128-SHA256' });
    const { failure } = await failureOf({ url, tls: { ca: root.cert } });
    expect(failure.reason).toBe('tls_protocol');
  });
});

test('a certificate and a key that do not belong together are a mistake of the configuration', async () => {
  const { url } = await startHttpsServer(ids.good);
  const { failure } = await failureOf({ url, tls: { cert: ids.client.cert, key: ids.stranger.key } });
  expect(failure.reason).toBe('config_file_unreadable');
});
