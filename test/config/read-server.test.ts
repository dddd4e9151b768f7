import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { formatProblem } from '../../src/config/problem.ts';
import { serverSettings } from '../support/server-settings.ts';
import { memoryFiles } from './memory-files.ts';

async function load(server: unknown) {
  const text = JSON.stringify({ services: [], server });
  return loadConfig({ path: 'services.yaml', environment: {}, files: memoryFiles({ 'services.yaml': text }) });
}

const oidc = {
  issuer: 'https://login.example',
  client_id: 'svcmon',
  client_secret: 'planted-secret',
  redirect_url: 'https://mon.example/login/callback',
  allow: [{ email: 'Ada@Example.com', scope: 'admin' }],
};

describe('server:', () => {
  test('without a key is closed as far as it goes', async () => {
    const loaded = await load({});
    expect(loaded.ok && loaded.config.server).toEqual(serverSettings);
  });

  test('is read as it says', async () => {
    const loaded = await load({
      hosts: ['Mon.Example'],
      trust_proxy: ['10.0.0.0/8', '::1'],
      rate_limit: { max_requests: 10 },
      allow_private_targets: ['192.168.0.0/16'],
      oidc,
    });
    if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join('\n'));
    expect(loaded.config.server).toMatchObject({
      hosts: ['mon.example'],
      trustProxy: ['10.0.0.0/8', '::1'],
      rateLimit: { maxRequests: 10, timeWindowMs: 60_000 },
      allowPrivateTargets: ['192.168.0.0/16'],
      oidc: { scopes: ['openid', 'email', 'profile'], allow: [{ email: 'ada@example.com', scope: 'admin' }] },
    });
    expect(loaded.config.secrets).toContain('planted-secret');
    expect(JSON.stringify(loaded.config.server)).not.toContain('planted-secret');
  });

  test.each([
    ['hosts', ['mon.example:8686']],
    ['hosts', ['*']],
    ['cors_origins', ['*']],
    ['cors_origins', ['https://a.example/']],
    ['trust_proxy', true],
    ['trust_proxy', ['proxy.example']],
    ['allow_private_targets', ['10.0.0.0/33']],
    ['allow_private_targets', []],
    ['rate_limit', { max_requests: 0 }],
    ['require_token', 'yes'],
    ['oidc', { ...oidc, issuer: 'http://login.example' }],
    ['oidc', { ...oidc, allow: [] }],
    ['oidc', { ...oidc, allow: [{ scope: 'admin' }] }],
    ['oidc', { ...oidc, allow: [{ email: '*', scope: 'admin' }] }],
    ['oidc', { ...oidc, allow: [{ email: 'a@b', group: 'c', scope: 'admin' }] }],
    ['alow_private_targets', true],
  ])('is refused with %s: %j', async (key, value) => {
    const loaded = await load({ [key]: value });
    expect(loaded.ok ? [] : loaded.problems.map(({ path }) => path)).toEqual([expect.stringMatching(`^server.${key}`)]);
  });
});
