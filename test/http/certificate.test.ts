import { once } from 'node:events';
import { connect } from 'node:tls';
import { generate } from 'selfsigned';
import { describe, expect, test } from 'vitest';
import type { TlsFacts } from '../../src/domain/observation.ts';
import { tlsFactsOf } from '../../src/http/certificate.ts';
import { startTlsServer } from '../support/tls-server.ts';

type Subject = Parameters<typeof generate>[0];

/** The facts of a handshake with a server whose certificate says this. */
async function factsFor(subject: Subject, names: readonly string[] = []): Promise<TlsFacts> {
  const altNames = names.map((value) => ({ type: 2, value }) as const);
  const { cert, private: key } = await generate(subject, {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: names.length === 0 ? [{ name: 'basicConstraints' }] : [{ name: 'subjectAltName', altNames }],
  });
  const { port } = await startTlsServer({ key, cert });
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const facts = tlsFactsOf(socket, socket.getPeerCertificate(true), false);
  socket.destroy();
  return facts;
}

describe('the name of a subject is', () => {
  test.each([
    [
      'its common name',
      [
        { name: 'organizationName', value: 'Shop' },
        { name: 'commonName', value: 'a.example' },
      ],
      'a.example',
    ],
    [
      'else its organisation',
      [
        { name: 'countryName', value: 'DE' },
        { name: 'organizationName', value: 'Shop' },
      ],
      'Shop',
    ],
    [
      'else all that it has',
      [
        { name: 'countryName', value: 'DE' },
        { name: 'localityName', value: 'Bonn' },
      ],
      'C=DE, L=Bonn',
    ],
  ])('%s', async (_what, subject, name) => {
    const { chain } = await factsFor(subject);
    expect(chain.map(({ subject: of, issuer }) => [of, issuer])).toEqual([[name, name]]);
  });
});

describe('alternative names', () => {
  const subject = [{ name: 'commonName', value: 'a.example' }];

  test('are none where the certificate has none', async () => {
    expect((await factsFor(subject)).chain[0]?.altNames).toEqual([]);
  });

  test('cannot pretend to be several', async () => {
    const names = ['a.example', 'evil.example, DNS:bank.example', '*.b.example'];
    expect((await factsFor(subject, names)).chain[0]?.altNames).toEqual(names);
  });
});

test('a handshake shows its protocol and cipher, and each certificate its number, fingerprint and dates', async () => {
  const facts = await factsFor([{ name: 'commonName', value: 'a.example' }]);
  expect(facts).toEqual({
    protocol: 'TLSv1.3',
    cipher: expect.stringMatching(/^TLS_/),
    verified: false,
    chain: [
      {
        subject: 'a.example',
        issuer: 'a.example',
        altNames: [],
        validFromAt: expect.any(Number),
        validToAt: expect.any(Number),
        serialNumber: expect.stringMatching(/^[0-9A-F]+$/),
        fingerprint256: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
      },
    ],
  });
  const [leaf] = facts.chain;
  expect((leaf?.validToAt ?? 0) - (leaf?.validFromAt ?? 0)).toBe(365 * 86_400_000);
});
