import { expect, test } from 'vitest';
import { withEnvironmentProxy } from '../../src/config/environment-proxy.ts';
import { loadConfig } from '../../src/config/load.ts';
import { memoryFiles } from './memory-files.ts';

const proxy = 'environment';
const environment = { HTTP_PROXY: 'plain:3128', https_proxy: 'http://secure:3128', HTTPS_PROXY: 'http://other:1' };

test.each([
  ['http', { url: 'http://a/', proxy }, { url: 'http://a/', no_proxy: [], proxy: 'http://plain:3128' }],
  ['https', { url: 'https://a/', proxy }, { url: 'https://a/', no_proxy: [], proxy: 'http://secure:3128' }],
  [
    'an encrypted WebSocket',
    { url: 'wss://a/', proxy },
    { url: 'wss://a/', no_proxy: [], proxy: 'http://secure:3128' },
  ],
  ['tls', { tls: true, proxy }, { tls: true, no_proxy: [], proxy: 'http://secure:3128' }],
  ['exceptions of its own', { proxy, no_proxy: ['b'] }, { proxy: 'http://plain:3128', no_proxy: ['b'] }],
  ['another proxy', { proxy: 'http://p:1' }, { proxy: 'http://p:1' }],
  ['none', { url: 'http://a/' }, { url: 'http://a/' }],
  [
    'steps',
    { proxy, steps: [{ url: 'http://a/' }, { url: 'https://a/' }, { url: 'http://a/', proxy: 'http://own:1' }] },
    {
      steps: [
        { url: 'http://a/', no_proxy: [], proxy: 'http://plain:3128' },
        { url: 'https://a/', no_proxy: [], proxy: 'http://secure:3128' },
        { url: 'http://a/', proxy: 'http://own:1' },
      ],
    },
  ],
])('the proxy of the environment for %s', (_what, data, expected) => {
  expect(withEnvironmentProxy(data, environment)).toEqual(expected);
});

test.each([
  [{}, {}],
  [{ http_proxy: '' }, {}],
  [{ ALL_PROXY: 'socks5h://s:1080' }, { no_proxy: [], proxy: 'socks5h://s:1080' }],
  [
    { HTTP_PROXY: 'http://p:1', NO_PROXY: 'localhost, .internal,10.0.0.0/8 ,http://odd' },
    { no_proxy: ['localhost', '.internal', '10.0.0.0/8'], proxy: 'http://p:1' },
  ],
])('%j means %j', (variables, expected) => {
  expect(withEnvironmentProxy({ proxy }, variables)).toEqual(expected);
});

test('it may be a default, and its credentials are kept secret', async () => {
  const text = 'defaults: { proxy: environment }\nservices: [{ name: a, url: "https://a.example" }]\n';
  const files = memoryFiles({ 'services.yaml': text });
  const variables = { HTTPS_PROXY: 'http://ann:hunter22@proxy:3128', NO_PROXY: 'b.example' };
  const loaded = await loadConfig({ path: 'services.yaml', environment: variables, files });
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join());
  const [service] = loaded.config.services;
  expect(service?.options).toMatchObject({ proxy: 'http://***@proxy:3128', no_proxy: ['b.example'] });
  expect(loaded.config.secrets).toContain('hunter22');
});

test('one that is no proxy is told where it was asked for', async () => {
  const files = memoryFiles({
    'services.yaml': 'services: [{ name: a, url: "https://a.example", proxy: environment }]\n',
  });
  const loaded = await loadConfig({ path: 'services.yaml', environment: { https_proxy: 'ftp://x' }, files });
  expect(loaded.ok ? [] : loaded.problems.map(({ path, message }) => `${path}: ${message}`)).toEqual([
    expect.stringContaining('services[0].proxy: expected environment, or the URL of a proxy'),
  ]);
});
