import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { channels } from '../../src/channels/registry.ts';
import type { Config } from '../../src/config/config.ts';
import type { ConfigFiles } from '../../src/config/file-text.ts';
import { type LoadResult, loadConfig } from '../../src/config/load.ts';
import { formatProblem, formatProblems } from '../../src/config/problem.ts';
import { probes } from './kinds.ts';
import { memoryFiles } from './memory-files.ts';

const types = channels.types.map((type) => `"${type}"`);
const everyChannelType = `${types.slice(0, -1).join(', ')} or ${types.at(-1)}`;

interface More {
  readonly environment?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly readableByOthers?: boolean;
  readonly intervalMs?: number;
}

function load(text: string, { files = {}, environment = {}, readableByOthers = false, intervalMs }: More = {}) {
  const all: ConfigFiles = memoryFiles({ 'services.yaml': text, ...files }, { readableByOthers });
  const interval = intervalMs === undefined ? {} : { intervalMs };
  return loadConfig({ path: 'services.yaml', environment, files: all, probes, channels, ...interval });
}

async function configOf(text: string, more: More = {}): Promise<Config> {
  const result = await load(text, more);
  if (!result.ok) throw new Error(formatProblems(result.problems, result.sources, { color: false }));
  return result.config;
}

async function problemsOf(text: string, more: More = {}): Promise<readonly string[]> {
  const result = await load(text, more);
  return result.ok ? [] : result.problems.map(formatProblem);
}

function report(result: LoadResult): string {
  return result.ok ? '' : formatProblems(result.problems, result.sources, { color: false });
}

/** A file with one good HTTP service and more keys for it, each on its line. */
function serviceWith(...keys: readonly string[]): string {
  return ['services:', '  - name: a', '    url: https://a.example', ...keys.map((key) => `    ${key}`), ''].join('\n');
}

describe('a service', () => {
  test('gets every default', async () => {
    const { services, monitoring, alerts, warnings, secrets, placeholders } = await configOf(serviceWith());
    expect(services.map(({ service }) => service)).toEqual([
      {
        name: 'a',
        tags: {},
        intervalMs: 60_000,
        timeoutMs: 10_000,
        expectations: {
          expectedStatus: [{ from: 200, to: 299 }],
          assertions: [],
          responseTimeWarningMs: 1_000,
          responseTimeCriticalMs: 5_000,
          certificateExpiryWarningMs: 14 * 86_400_000,
        },
        failureCountAlert: 3,
        recoveryCount: 2,
      },
    ]);
    expect(monitoring).toEqual({ checkIntervalMs: 60_000, parallelChecks: true, maxWorkers: 10, canaries: [] });
    expect(alerts.channels.map(({ name, type }) => [name, type])).toEqual([['directory', 'file']]);
    expect({ warnings, secrets, placeholders }).toEqual({ warnings: [], secrets: [], placeholders: [] });
  });

  test('gets what is configured', async () => {
    const { services } = await configOf(
      serviceWith(
        'group: shop',
        'tags: { team: payments, tier: "1" }',
        'interval: 30s',
        'timeout: 2.5',
        'expected_status: [200, "4xx"]',
        'assertions:',
        '  - status == 200',
        '  - { expr: "status < 300", severity: degraded, message: "odd" }',
        'retry: { max_retries: 1, base_delay: 100ms, backoff_factor: 3, max_delay: 1m, jitter: false, retry_status_codes: [500], retry_non_idempotent: true }',
        'circuit_breaker: { failure_threshold: 2, recovery_timeout: 1m30s }',
        'rate_limit: { max_requests: 5, time_window: 1s }',
        'thresholds: { response_time_warning: 800, response_time_critical: 3s, failure_count_alert: 1, recovery_count: 4, certificate_expiry_warning: 30d }',
        'runbook: https://wiki.example/a',
      ),
    );
    expect(services[0]?.service).toMatchObject({
      group: 'shop',
      tags: { team: 'payments', tier: '1' },
      runbook: 'https://wiki.example/a',
      intervalMs: 30_000,
      timeoutMs: 2_500,
      retry: {
        maxRetries: 1,
        baseDelayMs: 100,
        backoffFactor: 3,
        maxDelayMs: 60_000,
        jitter: false,
        retryStatusCodes: [500],
        retryNonIdempotent: true,
      },
      circuitBreaker: { failureThreshold: 2, recoveryTimeoutMs: 90_000 },
      rateLimit: { maxRequests: 5, timeWindowMs: 1_000, key: 'a.example' },
      expectations: {
        expectedStatus: [
          { from: 200, to: 200 },
          { from: 400, to: 499 },
        ],
        assertions: [
          { expr: 'status == 200', severity: 'unhealthy' },
          { expr: 'status < 300', severity: 'degraded', message: 'odd' },
        ],
        responseTimeWarningMs: 800,
        responseTimeCriticalMs: 3_000,
        certificateExpiryWarningMs: 30 * 86_400_000,
      },
      failureCountAlert: 1,
      recoveryCount: 4,
    });
  });

  test('gets the defaults of retry and circuit_breaker where these keys are empty mappings', async () => {
    const { services } = await configOf(serviceWith('retry: {}', 'circuit_breaker: {}'));
    expect(services[0]?.service.retry).toEqual({
      maxRetries: 3,
      baseDelayMs: 1_000,
      backoffFactor: 2,
      maxDelayMs: 60_000,
      jitter: true,
      retryStatusCodes: [429, 502, 503, 504],
      retryNonIdempotent: false,
    });
    expect(services[0]?.service.circuitBreaker).toEqual({ failureThreshold: 5, recoveryTimeoutMs: 30_000 });
  });

  test('is bound to the probe of its type and knows its place', async () => {
    const { services } = await configOf('services:\n  - { name: a, type: tcp, host: db, port: 5432 }\n');
    expect(services[0]).toMatchObject({
      probe: { type: 'tcp', target: 'db:5432', host: 'db', idempotent: true },
      position: { file: 'services.yaml', line: 2, column: 5 },
      options: { name: 'a', type: 'tcp', host: 'db', port: 5_432 },
    });
  });

  test.each([
    [
      'global thresholds',
      'alerts: { thresholds: { response_time_warning: 200ms, failure_count_alert: 7 } }\n',
      { failureCountAlert: 7, expectations: { responseTimeWarningMs: 200 } },
    ],
    [
      'the global interval, and never a longer timeout of its own',
      'monitoring: { check_interval: 5 }\n',
      { intervalMs: 5_000, timeoutMs: 5_000 },
    ],
  ])('follows %s', async (_name, top, expected) => {
    const { services } = await configOf(top + serviceWith());
    expect(services[0]?.service).toMatchObject(expected);
  });

  test('follows a given interval instead of the file’s, cutting its timeout, unless it has its own', async () => {
    const text = `monitoring: { check_interval: 1h }\n${serviceWith('timeout: 20')}  - { name: b, url: "https://b.example", interval: 40s }\n`;
    const { services } = await configOf(text, { intervalMs: 15_000 });
    expect(services.map(({ service }) => [service.intervalMs, service.timeoutMs])).toEqual([
      [15_000, 15_000],
      [40_000, 10_000],
    ]);
  });
});

describe('defaults', () => {
  test('of one type do not merge into a mapping of another', async () => {
    const text = [
      'defaults: { auth: { type: bearer, token: abcd } }',
      'services:',
      '  - { name: a, url: "https://a.example", auth: { type: basic, username: ann, password: pass } }',
      '  - { name: b, url: "https://a.example", auth: { token: efgh } }',
      '',
    ].join('\n');
    const { services } = await configOf(text);
    expect(services.map(({ options }) => options.auth)).toEqual([
      { type: 'basic', username: 'ann', password: '***' },
      { type: 'bearer', token: '***' },
    ]);
  });

  test('merge key by key into services whose type knows them', async () => {
    const text = [
      'defaults:',
      '  timeout: 5s',
      '  retry: { max_retries: 1, jitter: false }',
      '  headers: { Accept: application/json, X-A: "1" }',
      'services:',
      '  - { name: a, url: "https://a.example", headers: { X-A: "2" }, retry: { max_retries: 9 } }',
      '  - { name: b, type: tcp, host: b, port: 1, timeout: 7s }',
      '',
    ].join('\n');
    const { services } = await configOf(text);
    expect(services[0]?.service).toMatchObject({ timeoutMs: 5_000, retry: { maxRetries: 9, jitter: false } });
    expect(services[0]?.options.headers).toEqual({ Accept: 'application/json', 'X-A': '2' });
    expect(services[1]?.service).toMatchObject({ timeoutMs: 7_000, retry: { maxRetries: 1, jitter: false } });
    expect(services[1]?.options).not.toHaveProperty('headers');
  });

  test('hold for included services too', async () => {
    const files = { 'b.yaml': 'services:\n  - { name: b, url: "https://b.example" }\n' };
    const { services } = await configOf('include: b.yaml\ndefaults: { timeout: 3 }\n', { files });
    expect(services.map(({ service }) => [service.name, service.timeoutMs])).toEqual([['b', 3_000]]);
  });

  test('may be completed by the services', async () => {
    const text = `defaults: { rate_limit: { max_requests: 5 } }\n${serviceWith('rate_limit: { time_window: 1s }')}`;
    const { services } = await configOf(text);
    expect(services[0]?.service.rateLimit).toEqual({ maxRequests: 5, timeWindowMs: 1_000, key: 'a.example' });
  });

  test('are told as incomplete where no service completes them, at their own place', async () => {
    expect(await problemsOf(`defaults: { rate_limit: { max_requests: 5 } }\n${serviceWith()}`)).toEqual([
      'services.yaml:3:5 services[0].rate_limit.time_window: is required',
    ]);
  });

  test('are checked once, by themselves, and in every way', async () => {
    const text = [
      'defaults:',
      '  timout: 5s',
      '  retry: { max_retries: 99 }',
      '  port: "abc"',
      '  url: https://x.example',
      '  depends_on: [a]',
      'services:',
      '  - { name: a, url: "https://a.example" }',
      '  - { name: b, type: tcp, host: b, port: 1 }',
      '',
    ].join('\n');
    expect(await problemsOf(text)).toEqual([
      'services.yaml:2:3 defaults.timout: unknown key – did you mean "timeout"?',
      'services.yaml:3:25 defaults.retry.max_retries: expected at most 20, got 99',
      'services.yaml:4:9 defaults.port: expected a number, got "abc"',
      'services.yaml:5:3 defaults.url: cannot be a default – each service has its own',
      'services.yaml:6:3 defaults.depends_on: cannot be a default – each service has its own',
    ]);
  });

  test('that contradict a service are told at their own place', async () => {
    const text = `defaults:\n  timeout: 30s\n${serviceWith('interval: 20s')}`;
    expect(await problemsOf(text)).toEqual([
      'services.yaml:2:12 defaults.timeout: a timeout of 30s is longer than the interval of 20s – a check must end before the next begins',
    ]);
  });
});

describe('a mistake is told with its place and its mend', () => {
  test.each([
    [
      'an unknown key',
      serviceWith('timout: 5'),
      ['services.yaml:4:5 services[0].timout: unknown key – did you mean "timeout"?'],
    ],
    [
      'a key in another spelling',
      'monitoring: { checkInterval: 5 }\nservices: []\n',
      ['services.yaml:1:15 monitoring.checkInterval: unknown key – did you mean "check_interval"?'],
    ],
    [
      'a key of a later version',
      `locations: []\n${serviceWith('locations: [eu-west]')}`,
      [
        'services.yaml:1:1 locations: unknown key; not supported by this version',
        'services.yaml:5:5 services[0].locations: unknown key; not supported by this version',
      ],
    ],
    [
      'a key of another type',
      serviceWith('port: 5'),
      ['services.yaml:4:5 services[0].port: not a key of a service of type http – services of type tcp have it'],
    ],
    [
      'a misspelt type',
      'services:\n  - { name: a, type: tpc }\n',
      ['services.yaml:2:22 services[0].type: expected "http" or "tcp", got "tpc" – did you mean "tcp"?'],
    ],
    [
      'a type of a later version',
      'services:\n  - { name: a, type: dns }\n',
      ['services.yaml:2:22 services[0].type: expected "http" or "tcp", got "dns"'],
    ],
    ['a missing name', 'services:\n  - url: https://a.example\n', ['services.yaml:2:5 services[0].name: is required']],
    ['a missing url', 'services:\n  - name: a\n', ['services.yaml:2:5 services[0].url: is required']],
    [
      'a number as name',
      'services:\n  - { name: 5, url: "https://a.example" }\n',
      ['services.yaml:2:13 services[0].name: expected text, got 5 – put it in quotes'],
    ],
    [
      'a name with a control character',
      'services:\n  - { name: "a\\u0007", url: "https://a.example" }\n',
      ['services.yaml:2:13 services[0].name: must not contain control characters'],
    ],
    [
      'a name with a blank around',
      'services:\n  - { name: " a", url: "https://a.example" }\n',
      ['services.yaml:2:13 services[0].name: must not begin or end with a blank'],
    ],
    [
      'an empty name',
      'services:\n  - { name: "", url: "https://a.example" }\n',
      ['services.yaml:2:13 services[0].name: must not be empty, got ""'],
    ],
    [
      'a name of 101 characters',
      `services:\n  - { name: ${'a'.repeat(101)}, url: "https://a.example" }\n`,
      [`services.yaml:2:13 services[0].name: expected at most 100 characters, got "${'a'.repeat(59)}…`],
    ],
    [
      'a duration in words',
      serviceWith('timeout: 5 sec'),
      [
        'services.yaml:4:14 services[0].timeout: expected a duration such as "500ms", "10s", "5m" or a number of seconds, got "5 sec" – write "5s"',
      ],
    ],
    [
      'another duration in words',
      serviceWith('interval: 2 Minutes'),
      [
        'services.yaml:4:15 services[0].interval: expected a duration such as "500ms", "10s", "5m" or a number of seconds, got "2 Minutes" – write "2m"',
      ],
    ],
    [
      'a list as duration',
      serviceWith('timeout: [5]'),
      [
        'services.yaml:4:14 services[0].timeout: expected a duration such as "500ms", "10s", "5m" or a number of seconds, got a list',
      ],
    ],
    [
      'an interval of nothing',
      serviceWith('interval: 0'),
      ['services.yaml:4:15 services[0].interval: expected a duration between 1s and 24d, got 0'],
    ],
    [
      'a negative interval',
      serviceWith('interval: -5'),
      ['services.yaml:4:15 services[0].interval: expected a duration between 1s and 24d, got -5'],
    ],
    [
      'an interval of 1 ms',
      serviceWith('interval: 1ms'),
      ['services.yaml:4:15 services[0].interval: expected a duration between 1s and 24d, got "1ms"'],
    ],
    [
      'an interval of 30 days',
      serviceWith('interval: 30d'),
      ['services.yaml:4:15 services[0].interval: expected a duration between 1s and 24d, got "30d"'],
    ],
    [
      'an interval that is no number',
      serviceWith('interval: .nan'),
      [
        'services.yaml:4:15 services[0].interval: expected a duration such as "500ms", "10s", "5m" or a number of seconds, got NaN',
      ],
    ],
    [
      'a timeout longer than the interval',
      serviceWith('interval: 5s', 'timeout: 10'),
      [
        'services.yaml:5:14 services[0].timeout: a timeout of 10s is longer than the interval of 5s – a check must end before the next begins',
      ],
    ],
    [
      'a response time in words',
      serviceWith('thresholds: { response_time_warning: 5 sec }'),
      [
        'services.yaml:4:42 services[0].thresholds.response_time_warning: expected a number of milliseconds, or a duration such as "800ms" or "2s", got "5 sec" – write "5s"',
      ],
    ],
    [
      'a warning above the critical threshold',
      serviceWith('thresholds: { response_time_warning: 9000 }'),
      [
        'services.yaml:4:42 services[0].thresholds.response_time_warning: response_time_warning (9s) is above response_time_critical (5s) – set both',
      ],
    ],
    [
      'the same in the global thresholds',
      `alerts: { thresholds: { response_time_critical: 10 } }\n${serviceWith()}`,
      [
        'services.yaml:1:11 alerts.thresholds.response_time_warning: response_time_warning (1s) is above response_time_critical (10ms) – set both',
      ],
    ],
    [
      'yes instead of true',
      serviceWith('retry: { jitter: yes }'),
      ['services.yaml:4:22 services[0].retry.jitter: expected true or false, got "yes" – write true'],
    ],
    [
      'a number in quotes',
      serviceWith('retry: { max_retries: "3" }'),
      ['services.yaml:4:27 services[0].retry.max_retries: expected a number, got "3" – remove the quotes'],
    ],
    [
      'a fraction',
      serviceWith('retry: { max_retries: 1.5 }'),
      ['services.yaml:4:27 services[0].retry.max_retries: expected a whole number, got 1.5'],
    ],
    [
      'a number out of range',
      'monitoring: { max_workers: 0 }\nservices: []\n',
      ['services.yaml:1:28 monitoring.max_workers: expected at least 1, got 0'],
    ],
    [
      'a value that is left out',
      serviceWith('headers:'),
      [
        'services.yaml:4:5 services[0].headers: expected a mapping (key: value), got nothing – give it a value or remove the key',
      ],
    ],
    [
      'text for a mapping',
      serviceWith('tags: a'),
      ['services.yaml:4:11 services[0].tags: expected a mapping (key: value), got "a"'],
    ],
    [
      'a number as tag',
      serviceWith('tags: { tier: 1 }'),
      ['services.yaml:4:19 services[0].tags.tier: expected text, got 1 – put it in quotes'],
    ],
    [
      'a wrong choice',
      serviceWith('method: PSOT'),
      ['services.yaml:4:13 services[0].method: expected "GET", "HEAD" or "POST", got "PSOT" – did you mean "POST"?'],
    ],
    [
      'a number for a choice',
      serviceWith('method: 5'),
      ['services.yaml:4:13 services[0].method: expected "GET", "HEAD" or "POST", got 5 – put it in quotes'],
    ],
    [
      'a wrong kind of auth',
      serviceWith('auth: { type: baerer }'),
      ['services.yaml:4:19 services[0].auth.type: expected "bearer" or "basic", got "baerer" – did you mean "bearer"?'],
    ],
    [
      'no kind of auth',
      serviceWith('auth: { token: x }'),
      ['services.yaml:4:5 services[0].auth.type: is required: expected "bearer" or "basic"'],
    ],
    [
      'a secret of the wrong form, without repeating it',
      serviceWith('auth: { type: bearer, token: 12345678 }'),
      ['services.yaml:4:34 services[0].auth.token: expected text – put it in quotes'],
    ],
    ['a mistake across keys', serviceWith('body: x'), ['services.yaml:4:11 services[0].body: GET has no body']],
    [
      'a runbook that is no URL',
      serviceWith('runbook: wiki'),
      ['services.yaml:4:14 services[0].runbook: expected an http or https URL'],
    ],
    [
      'an assertion that does not parse, at its place',
      serviceWith('assertions:', '  - "status === 200"'),
      ['services.yaml:5:19 services[0].assertions[0]: Unexpected character: ='],
    ],
    [
      'an assertion of a wrong form',
      serviceWith('assertions: [5]'),
      ['services.yaml:4:18 services[0].assertions[0]: expected text or a mapping (key: value), got 5'],
    ],
    [
      'an unknown key of an assertion',
      serviceWith('assertions: [{ expr: "status == 200", sevrity: degraded }]'),
      ['services.yaml:4:43 services[0].assertions[0].sevrity: unknown key – did you mean "severity"?'],
    ],
    [
      'a service that is no mapping',
      'services:\n  - https://a.example\n',
      ['services.yaml:2:5 services[0]: expected a mapping with at least a name, got "https://a.example"'],
    ],
    [
      'services that are no list',
      'services: { a: b }\n',
      ['services.yaml:1:11 services: expected a list, got a mapping'],
    ],
    ['a file that is a list', '- a\n', ['services.yaml:1:1 expected a mapping with "services:", got a list']],
    ['a file of text', 'hello\n', ['services.yaml:1:1 expected a mapping with "services:", got "hello"']],
    [
      'a switch that is neither on nor off',
      `alerts: { email_enabled: sometimes }\n${serviceWith()}`,
      ['services.yaml:1:26 alerts.email_enabled: expected true or false, got "sometimes"'],
    ],
    [
      'a webhook that is no URL',
      `alerts: { webhook_url: nowhere }\n${serviceWith()}`,
      ['services.yaml:1:24 alerts.webhook_url: expected an http or https URL'],
    ],
    [
      'a channel without name and type',
      `alerts: { channels: [{}] }\n${serviceWith()}`,
      [
        'services.yaml:1:22 alerts.channels[0].name: is required',
        'services.yaml:1:22 alerts.channels[0].type: is required',
      ],
    ],
    [
      'a misspelt type of channel',
      `alerts: { channels: [{ name: x, type: slak }] }\n${serviceWith()}`,
      [`services.yaml:1:39 alerts.channels[0].type: expected ${everyChannelType}, got "slak" – did you mean "slack"?`],
    ],
    [
      'a channel that is incomplete',
      `alerts: { channels: [{ name: x, type: slack }] }\n${serviceWith()}`,
      ['services.yaml:1:22 alerts.channels[0].webhook_url: is required'],
    ],
    [
      'two channels of one name',
      `alerts: { channels: [{ name: x, type: file, directory: a }, { name: x, type: file, directory: b }] }\n${serviceWith()}`,
      ['services.yaml:1:69 alerts.channels[1].name: "x" is also the name of alerts.channels[0]'],
    ],
    [
      'a channel with the name of an implied one',
      `alerts: { channels: [{ name: directory, type: file, directory: a }] }\n${serviceWith()}`,
      [
        'services.yaml:1:30 alerts.channels[0].name: "directory" names the channel that alerts.directory stands for – choose another name',
      ],
    ],
    [
      'a variable that is not set, and nothing that follows from it',
      serviceWith().replace('https://a.example', '"https://${HOST}/${PATH_}"'),
      [
        'services.yaml:3:19 services[0].url: the environment variable HOST is not set – set it, or give a default: ${HOST:-default}',
        'services.yaml:3:27 services[0].url: the environment variable PATH_ is not set – set it, or give a default: ${PATH_:-default}',
      ],
    ],
    [
      'a file that is missing',
      serviceWith('auth: { type: bearer, token: "${file:secrets/t}" }'),
      [
        'services.yaml:4:35 services[0].auth.token: the file secrets/t does not exist – a relative path starts at the folder of this file',
      ],
    ],
  ])('%s', async (_name, text, expected) => {
    expect(await problemsOf(text)).toEqual(expected);
  });

  test('and all mistakes of all files are told at once, each with its source', async () => {
    const main = `include: [b.yaml, none.yaml]\n${serviceWith('timeout: 5 sec')}monitoring: { max_workers: 0 }\n`;
    const other = 'services:\n  - { name: a, url: "https://b.example", metod: GET }\n';
    expect(report(await load(main, { files: { 'b.yaml': other } }))).toBe(
      [
        'services.yaml:1:19 include[1]: none.yaml does not exist',
        '  1 | include: [b.yaml, none.yaml]',
        '    |                   ^',
        'services.yaml:5:14 services[0].timeout: expected a duration such as "500ms", "10s", "5m" or a number of seconds, got "5 sec" – write "5s"',
        '  5 |     timeout: 5 sec',
        '    |              ^',
        'services.yaml:6:28 monitoring.max_workers: expected at least 1, got 0',
        '  6 | monitoring: { max_workers: 0 }',
        '    |                            ^',
        'b.yaml:2:13 services[0].name: the name "a" is already taken at services.yaml:3:11 – names are unique over all files',
        '  2 |   - { name: a, url: "https://b.example", metod: GET }',
        '    |             ^',
        'b.yaml:2:42 services[0].metod: unknown key – did you mean "method"?',
        '  2 |   - { name: a, url: "https://b.example", metod: GET }',
        '    |                                          ^',
        '',
      ].join('\n'),
    );
  });

  test('also a mistake of YAML in an included file', async () => {
    const files = { 'b.yaml': 'services: [\n' };
    expect(await problemsOf(`include: b.yaml\n${serviceWith()}`, { files })).toEqual([
      'b.yaml:2:1 not valid YAML: deficient indentation – close the quote or bracket of line 1',
    ]);
  });

  test('also keys that only the main file has', async () => {
    const files = { 'b.yaml': 'services: []\nmonitoring: {}\n' };
    expect(await problemsOf(`include: b.yaml\n${serviceWith()}`, { files })).toEqual([
      'b.yaml:2:1 monitoring: unknown key – known keys: services',
    ]);
  });

  test('and the file itself where it is missing or too large', async () => {
    const missing = await loadConfig({ path: 'x.yaml', environment: {}, files: memoryFiles({}), probes, channels });
    expect(report(missing)).toBe('x.yaml:1:1 the file does not exist\n  1 | \n    | ^\n');
    expect(await problemsOf('#'.repeat(1_048_577))).toEqual(['services.yaml:1:1 the file is larger than 1024 KiB']);
  });
});

describe('references', () => {
  test('yield numbers and truth values where these are expected, and text elsewhere', async () => {
    const text = [
      'services:',
      '  - name: ${NUMBER}',
      '    type: tcp',
      '    host: db',
      '    port: ${PORT}',
      '    timeout: ${SECONDS}',
      '    retry: { jitter: "${FLAG}", max_retries: "${NUMBER}" }',
      'monitoring: { parallel_checks: "${FLAG}" }',
      '',
    ].join('\n');
    const environment = { NUMBER: '7', PORT: '5432', SECONDS: '3', FLAG: 'false' };
    const { services, monitoring } = await configOf(text, { environment });
    expect(services[0]?.service).toMatchObject({
      name: '7',
      timeoutMs: 3_000,
      retry: { jitter: false, maxRetries: 7 },
    });
    expect(services[0]?.probe.target).toBe('db:5432');
    expect(monitoring).toMatchObject({ checkIntervalMs: 60_000, parallelChecks: false, maxWorkers: 10 });
  });

  test('cannot change the structure of the file', async () => {
    const environment = { EVIL: 'x"\n  - name: b\n    url: https://b.example\n#' };
    const { services } = await configOf(serviceWith('headers: { X-A: "${EVIL}" }'), { environment });
    expect(services).toHaveLength(1);
  });

  test('whose value is of a wrong form are told with that value, unless it is secret', async () => {
    const environment = { BAD: '5 sec', API_TOKEN: 'hunter22' };
    const problems = await problemsOf(serviceWith('timeout: ${BAD}', 'interval: ${API_TOKEN}'), { environment });
    expect(problems).toEqual([
      'services.yaml:4:14 services[0].timeout: expected a duration such as "500ms", "10s", "5m" or a number of seconds, got "5 sec" – write "5s"',
      'services.yaml:5:15 services[0].interval: expected a duration such as "500ms", "10s", "5m" or a number of seconds, got "***"',
    ]);
  });

  test('to files start at the folder of the file that holds them', async () => {
    const files = memoryFiles({
      'conf/services.yaml': serviceWith('auth: { type: bearer, token: "${file:t}" }'),
      [`${process.cwd()}/conf/t`]: 'from-file\n',
    });
    const result = await loadConfig({ path: 'conf/services.yaml', environment: {}, files, probes, channels });
    expect(result.ok && result.config.secrets).toEqual(['from-file']);
  });
});

describe('secrets', () => {
  const text = [
    'services:',
    '  - name: a',
    '    url: https://user:pa%20ss@a.example/?api_key=query-key',
    '    headers: { Authorization: Bearer header-token, X-Plain: visible }',
    '    auth: { type: basic, username: user, password: literal-password }',
    '  - name: b',
    '    url: https://b.example/${API_TOKEN}',
    'alerts: { webhook_url: "https://hooks.example/T1/secret-path" }',
    '',
  ].join('\n');
  const environment = { API_TOKEN: 'env-token' };

  test('are all known', async () => {
    const { secrets } = await configOf(text, { environment });
    expect(secrets).toEqual(
      expect.arrayContaining([
        'env-token',
        'https://hooks.example/T1/secret-path',
        'literal-password',
        'pa%20ss',
        'pa ss',
        'query-key',
        'Bearer header-token',
        'header-token',
      ]),
    );
    expect(secrets).not.toContain('visible');
  });

  test('are masked in the options to be shown', async () => {
    const shown = JSON.stringify((await configOf(text, { environment })).services.map(({ options }) => options));
    expect(shown).toContain('visible');
    for (const secret of ['env-token', 'pa%20ss', 'pa ss', 'query-key', 'header-token', 'literal-password']) {
      expect(shown).not.toContain(secret);
    }
  });

  test('are masked when a configuration as a whole is written', async () => {
    const written = JSON.stringify({ ...(await configOf(text, { environment })), secrets: [] });
    for (const secret of ['env-token', 'literal-password', 'secret-path']) expect(written).not.toContain(secret);
  });

  test('spelt out in a file that everybody may read are warned of at the first one', async () => {
    const { warnings } = await configOf(text, { environment, readableByOthers: true });
    expect(warnings.map(formatProblem)).toEqual([
      'services.yaml:3:10 services[0].url: this secret is spelt out in a file that every user of this machine may read – chmod o-r services.yaml, or use ${NAME} or ${file:PATH}',
    ]);
  });

  test('that are only referred to are not warned of', async () => {
    const referring = serviceWith('auth: { type: bearer, token: "${API_TOKEN}" }');
    expect((await configOf(referring, { environment, readableByOthers: true })).warnings).toEqual([]);
  });
});

describe('alerts', () => {
  test('go to the channels, to the folder, and to the webhook', async () => {
    const { alerts } = await configOf(
      `alerts:\n  directory: out\n  webhook_url: https://hooks.example/x\n  channels:\n    - { name: ops, type: slack, webhook_url: "https://hooks.example/y" }\n${serviceWith()}`,
    );
    expect(alerts.directory).toBe('out');
    expect(alerts.channels.map(({ name, type, channel }) => [name, type, channel.type])).toEqual([
      ['directory', 'file', 'file'],
      ['webhook_url', 'slack', 'slack'],
      ['ops', 'slack', 'slack'],
    ]);
  });

  test('never go to the placeholder, which is told once per place', async () => {
    const placeholder = 'https://hooks.slack.com/services/YOUR/WEBHOOK/URL';
    const config = await configOf(
      `alerts:\n  webhook_url: "${placeholder}"\n  channels: [{ name: ops, type: slack, webhook_url: "${placeholder}" }]\n${serviceWith()}`,
      { readableByOthers: true },
    );
    expect(config.warnings).toEqual([]);
    expect(config.secrets).toEqual([]);
    expect(config.alerts.channels.map(({ name }) => name)).not.toContain('webhook_url');
    expect(config.placeholders.map(formatProblem)).toEqual([
      'services.yaml:2:16 alerts.webhook_url: still the placeholder: nothing is posted there – put in your own webhook, or remove the key',
      'services.yaml:3:53 alerts.channels[0].webhook_url: still the placeholder: nothing is posted there – put in your own webhook, or remove the key',
    ]);
  });
});

describe('a warning is given', () => {
  test.each([
    ['when there is nothing to check', 'services: []\n', ['services.yaml:1:11 services: no services are configured']],
    ['when the key is empty', 'services:\n', ['services.yaml:1:1 services: no services are configured']],
    [
      'when workers have no effect',
      `monitoring: { parallel_checks: false, max_workers: 5 }\n${serviceWith()}`,
      ['services.yaml:1:52 monitoring.max_workers: has no effect while parallel_checks is false'],
    ],
    [
      'when a pattern matches nothing',
      `include: "d/*.yaml"\n${serviceWith()}`,
      ['services.yaml:1:10 include: no file matches "d/*.yaml"'],
    ],
  ])('%s', async (_name, text, expected) => {
    expect((await configOf(text)).warnings.map(formatProblem)).toEqual(expected);
  });
});

describe('included files', () => {
  test('add their services in the order of their names, each with its own place', async () => {
    const files = {
      'd/b.yaml': 'services:\n  - { name: from-b, url: "https://b.example" }\n',
      'd/a.yaml': '# comment\nservices:\n  - { name: from-a, url: "https://a2.example" }\n',
    };
    const { services } = await configOf(`include: [d/*.yaml]\n${serviceWith()}`, { files });
    expect(services.map(({ service, position }) => [service.name, position.file, position.line])).toEqual([
      ['a', 'services.yaml', 3],
      ['from-a', 'd/a.yaml', 3],
      ['from-b', 'd/b.yaml', 2],
    ]);
  });
});

test('a merged mapping counts as if it were written out', async () => {
  const text = `${serviceWith('<<: &more { timeout: 3, group: x }')}  - { name: b, url: "https://b.example", <<: *more, group: y }\n`;
  const { services } = await configOf(text);
  expect(services.map(({ service }) => [service.timeoutMs, service.group])).toEqual([
    [3_000, 'x'],
    [3_000, 'y'],
  ]);
});

test('any text is a configuration or a list of problems, never an exception', async () => {
  const keys = fc.constantFrom(
    'services',
    'name',
    'url',
    'type',
    'timeout',
    'retry',
    'alerts',
    'channels',
    'defaults',
    'include',
    'monitoring',
    'thresholds',
    'assertions',
    'headers',
    'auth',
    'x',
    'constructor',
    'toString',
  );
  const scalar = fc.oneof(
    fc.constantFrom('http', 'tcp', 'slack', '5s', '${X}', '$', 'status == 200', 'https://a.example', '\u0000'),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.double(),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      scalar,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(keys, tie('tree'), { maxKeys: 4 }),
    ),
  }));
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    tree.map((data) => JSON.stringify(data)),
    fc.dictionary(keys, tree).map((data) => JSON.stringify(data)),
  );
  await fc.assert(
    fc.asyncProperty(anything, async (text) => {
      const result = await load(text, { environment: { X: 'y' } });
      if (!result.ok) expect(report(result)).not.toBe('');
    }),
    { numRuns: 300 },
  );
});
