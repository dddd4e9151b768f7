import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TlsOptions } from 'node:tls';
import { beforeAll, describe, expect, test } from 'vitest';
import { factsOf } from '../../src/domain/facts.ts';
import type { FailureReason } from '../../src/domain/failure.ts';
import type { Observation } from '../../src/domain/observation.ts';
import { tls } from '../../src/probes/tls.ts';
import { failureFrom } from '../support/failures.ts';
import { probeContext } from '../support/probe-context.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { makeChain, makeIdentity } from '../support/tls-certificates.ts';
import { startTlsServer } from '../support/tls-server.ts';
import { describeProbe, troublesOverTcp } from './contract.ts';

const dayMs = 86_400_000;
const mail = { host: 'mail.example' };

let ids: Awaited<ReturnType<typeof makeIdentities>>;

async function makeIdentities() {
  const { root, middle, leaf } = await makeChain();
  return {
    root,
    good: { key: leaf.key, cert: leaf.cert + middle.cert },
    incomplete: leaf,
    soon: await makeIdentity({ issuer: root, validToDays: 7 }),
    expired: await makeIdentity({ issuer: root, validFromDays: -20, validToDays: -10 }),
    otherName: await makeIdentity({ issuer: root, names: ['other.example'] }),
  };
}

beforeAll(async () => {
  ids = await makeIdentities();
});

/** Asks the server, trusting the root alone. */
async function ask(options: TlsOptions, more: object = {}): Promise<Observation> {
  const { port } = await startTlsServer(options);
  const caFile = join(temporaryFolder(), 'ca.pem');
  writeFileSync(caFile, ids.root.cert);
  return tls.observe(tls.options.parse({ host: '127.0.0.1', port, ca_file: caFile, ...more }), probeContext());
}

describe('a tls service', () => {
  test('gets every default', () => {
    expect(tls.options.parse(mail)).toEqual({ ...mail, alpn: [], insecure: false, ip_family: 'any' });
  });

  test.each([
    [{ port: 0 }],
    [{ host: 'mail:465' }],
    [{ starttls: 'http' }],
    [{ alpn: [''] }],
    [{ alpn: 'h2' }],
    [{ tls: {} }],
    [{ min_version: '1.4' }],
  ])('with %j is refused', (options) => {
    expect(tls.options.safeParse({ ...mail, ...options }).success).toBe(false);
  });

  test.each([
    [{}, 'mail.example:443'],
    [{ port: 465 }, 'mail.example:465'],
    [{ starttls: 'smtp' }, 'mail.example:25'],
    [{ starttls: 'imap' }, 'mail.example:143'],
    [{ starttls: 'ldap', port: 3_890 }, 'mail.example:3890'],
    [{ host: '::1' }, '[::1]:443'],
  ])('with %j is shown, and counted against, as %s', (keys, endpoint) => {
    const options = tls.options.parse({ ...mail, ...keys });
    expect([tls.target(options), tls.host(options), tls.idempotent(options)]).toEqual([endpoint, endpoint, true]);
  });

  test('takes a certificate and its key together', () => {
    const problems = (keys: object) => tls.problems?.(tls.options.parse({ ...mail, ...keys }));
    expect(problems({ cert_file: 'a', key_file: 'b' })).toEqual([]);
    const message = 'cert_file and key_file go together';
    expect(problems({ cert_file: 'a' })).toEqual([{ path: ['cert_file'], message }]);
    expect(problems({ key_file: 'b' })).toEqual([{ path: ['key_file'], message }]);
  });

  test('names its files', () => {
    const options = tls.options.parse({ ...mail, ca_file: 'ca', cert_file: 'cert', key_file: 'key' });
    expect(tls.files?.(options)).toEqual([
      { path: ['ca_file'], file: 'ca' },
      { path: ['cert_file'], file: 'cert' },
      { path: ['key_file'], file: 'key' },
    ]);
  });

  test.each([
    ['tls://mail.example', mail],
    ['tls://mail.example:465', { ...mail, port: 465 }],
    ['tls://mail.example?starttls=smtp', { ...mail, starttls: 'smtp' }],
    [
      'tls://192.0.2.1:25?starttls=smtp&server_name=mail.example',
      { host: '192.0.2.1', port: 25, starttls: 'smtp', server_name: 'mail.example' },
    ],
  ])('may be written %s', (url, keys) => {
    expect(tls.endpoint?.keys(new URL(url))).toEqual(keys);
  });
});

describe('a handshake', () => {
  test('shows all there is to see', async () => {
    const observation = await ask({ ...ids.good, ALPNProtocols: ['h2'] }, { alpn: ['h2'] });
    expect(observation).toMatchObject({
      type: 'tls',
      summary: 'certificate valid for 89 d, TLSv1.3 handshake',
      address: '127.0.0.1',
      tls: { protocol: 'TLSv1.3', cipher: expect.stringMatching(/^TLS_/), verified: true },
      details: {
        key: { type: 'ec', size: 256, curve: 'P-256' },
        signature_algorithm: 'ecdsa-with-SHA256',
        must_staple: false,
        stapled: false,
        alpn: 'h2',
      },
      phases: { connect: expect.any(Number), tls: expect.any(Number) },
    });
    expect(observation.tls?.chain).toMatchObject(
      ['localhost', 'Test Authority', 'Test Root'].map((subject) => ({
        subject,
        key: { type: 'ec', size: 256 },
        signatureAlgorithm: 'ecdsa-with-SHA256',
      })),
    );
  });

  test('gives assertions the values that they are documented to have', async () => {
    const observation = await ask(ids.soon);
    const now = Date.now();
    const names = Object.keys(tls.facts);
    const facts = factsOf(observation, { table: tls.facts, names, now });
    expect(facts).toMatchObject({
      certificate: { subject: 'localhost', verified: true },
      key: { type: 'ec', size: 256n, curve: 'P-256' },
      protocol: 'TLSv1.3',
      alpn: '',
      chain: [
        { subject: 'localhost', issuer: 'Test Root', names: ['localhost', '127.0.0.1'], key: { size: 256n } },
        { subject: 'Test Root', expires_at: expect.any(Date) },
      ],
    });
    const days = (fact: unknown) => Math.round(Number(String(fact).replace(/s$/, '')) / 86_400);
    expect(days(facts.earliest_expires_in)).toBe(7);
  });

  test.each<[what: string, server: 'incomplete' | 'expired' | 'otherName', reason: FailureReason]>([
    ['incomplete', 'incomplete', 'tls_incomplete_chain'],
    ['expired', 'expired', 'tls_expired'],
    ['for another host', 'otherName', 'tls_wrong_host'],
  ])('keeps what it saw of a certificate that is %s', async (_what, server, reason) => {
    const failure = await failureFrom(ask(ids[server]));
    const details = { key: { type: 'ec' }, must_staple: false, stapled: false };
    expect(failure).toMatchObject({
      reason,
      facts: { tls: { verified: false }, details, phases: { tls: expect.any(Number) } },
    });
    expect(failure.facts.tls?.chain[0]).toMatchObject({ key: { type: 'ec' }, signatureAlgorithm: 'ecdsa-with-SHA256' });
  });

  test('goes on with a certificate that does not verify where it is told to, and says so', async () => {
    const { summary, tls: seen } = await ask(ids.expired, { insecure: true });
    expect(summary).toBe('certificate NOT verified, TLSv1.3 handshake');
    expect(seen?.chain[0]?.validToAt).toBeLessThan(Date.now() - 9 * dayMs);
  });

  test('does not begin with a file that cannot be read', async () => {
    const missing = join(temporaryFolder(), 'missing.pem');
    expect(await failureFrom(ask(ids.good, { ca_file: missing }))).toMatchObject({
      reason: 'config_file_unreadable',
      message: `ca_file: ${missing} cannot be read (ENOENT)`,
    });
  });

  test('that is refused for want of a client certificate is none', async () => {
    const options: TlsOptions = { ...ids.good, requestCert: true, rejectUnauthorized: true };
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
      expect(await failureFrom(ask({ ...options, maxVersion }))).toMatchObject({ reason: 'tls_client_certificate' });
    }
  });
});

const here = (port: number, more: object = {}) => ({ host: '127.0.0.1', port, ...more });

describeProbe('tls', { probe: tls, troubles: troublesOverTcp((port) => here(port)) });

for (const starttls of ['smtp', 'xmpp', 'ldap']) {
  describeProbe(`tls after ${starttls}`, { probe: tls, troubles: troublesOverTcp((port) => here(port, { starttls })) });
}
