import { expect, test } from 'vitest';
import { Failure } from '../../src/domain/failure.ts';
import { createSecureContexts } from '../../src/http/secure-contexts.ts';
import { makeIdentity } from '../support/tls-certificates.ts';

test('settings that trust the same share one context, others do not', async () => {
  const { cert } = await makeIdentity();
  const contextFor = createSecureContexts();
  expect(contextFor({ ca: cert })).toBe(contextFor({ ca: `${cert}` }));
  expect(contextFor({})).toBe(contextFor({}));
  expect(contextFor({ ca: cert })).not.toBe(contextFor({}));
  expect(contextFor({ ca: cert, minVersion: 'TLSv1.3' })).not.toBe(contextFor({ ca: cert }));
});

test('text that is no certificate is a mistake of the configuration, which is not repeated', () => {
  const contextFor = createSecureContexts();
  const text = '-----BEGIN CERTIFICATE-----\nhunter2\n-----END CERTIFICATE-----\n';
  expect(() => contextFor({ cert: text, key: text })).toThrowError(Failure);
  try {
    contextFor({ cert: text, key: text });
  } catch (error) {
    expect(error).toMatchObject({ reason: 'config_file_unreadable' });
    expect(String(error)).not.toContain('hunter2');
  }
});

test('a file of authorities without any is a mistake of the configuration, not of the servers', () => {
  expect(() => createSecureContexts()({ ca: 'hunter2' })).toThrowError(
    'the configured certificates or key cannot be used (ca_file holds no certificate in PEM form)',
  );
});
