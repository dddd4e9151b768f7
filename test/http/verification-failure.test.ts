import { describe, expect, test } from 'vitest';
import { failureOf } from '../support/http-question.ts';
import { makeAuthority, makeIdentity } from '../support/tls-certificates.ts';
import { startHttpsServer } from '../support/tls-server.ts';

const old = { validFromDays: -30, validToDays: -2 };
const future = { validFromDays: 2, validToDays: 30 };

describe('a chain', () => {
  test.each([
    ['has expired', old, 'tls_expired', /has expired: the authority Middle, valid until [A-Z][a-z]{2} .* GMT$/],
    ['is not valid yet', future, 'tls_not_yet_valid', /not valid yet: the authority Middle, valid from .* GMT$/],
  ] as const)('whose authority %s says that it is not the leaf', async (_what, period, reason, message) => {
    const root = await makeAuthority('Root');
    const middle = await makeAuthority('Middle', { issuer: root, ...period });
    const leaf = await makeIdentity({ issuer: middle });
    const { url } = await startHttpsServer({ key: leaf.key, cert: leaf.cert + middle.cert });
    const { failure } = await failureOf({ url, tls: { ca: root.cert } });
    expect(failure).toMatchObject({ reason, message: expect.stringMatching(message) });
  });

  test('that comes with an unknown root is not called self-signed', async () => {
    const root = await makeAuthority('Unknown Root');
    const leaf = await makeIdentity({ issuer: root });
    const { url } = await startHttpsServer({ key: leaf.key, cert: leaf.cert + root.cert });
    const { failure } = await failureOf({ url });
    expect(failure).toMatchObject({ reason: 'tls_untrusted', message: expect.stringContaining('ca_file') });
  });

  test('whose leaf is for something else than servers breaks another rule, named by its code', async () => {
    const root = await makeAuthority('Root');
    const { url } = await startHttpsServer(await makeIdentity({ issuer: root, usage: 'client' }));
    const { failure } = await failureOf({ url, tls: { ca: root.cert } });
    expect(failure).toMatchObject({
      reason: 'tls_invalid_certificate',
      message: 'the certificate breaks another rule: INVALID_PURPOSE',
    });
  });
});

test('a certificate without alternative names is for no address', async () => {
  const identity = await makeIdentity({ names: [] });
  const { url } = await startHttpsServer(identity);
  const { failure } = await failureOf({ url, tls: { ca: identity.cert } });
  expect(failure).toMatchObject({
    reason: 'tls_wrong_host',
    message: 'the certificate is for other names: 127.0.0.1 is not among its names: it has none',
  });
});

test('names from a certificate are shown as plain text, and not without end', async () => {
  const names = ['\u001b[31mred.example', ...Array.from({ length: 40 }, (_, index) => `name-${index}.example`)];
  const identity = await makeIdentity({ names });
  const { url } = await startHttpsServer(identity);
  const { failure } = await failureOf({ url, tls: { ca: identity.cert } });
  expect(failure.reason).toBe('tls_wrong_host');
  expect(failure.message).not.toContain('\u001b');
  expect(failure.message.length).toBeLessThan(400);
});
