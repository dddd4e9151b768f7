import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { formatProblem } from '../../src/config/problem.ts';
import { memoryFiles } from './memory-files.ts';

describe('config/services.yaml', () => {
  test('loads with its four services and what they are held to', async () => {
    const text = await readFile(new URL('../../config/services.yaml', import.meta.url), 'utf8');
    const files = memoryFiles({ 'services.yaml': text }, { readableByOthers: true });
    const result = await loadConfig({ path: 'services.yaml', environment: {}, files });
    if (!result.ok) throw new Error(result.problems.map(formatProblem).join('\n'));
    const { services, monitoring, alerts, warnings, placeholders } = result.config;
    expect(
      services.map(({ service, probe }) => [
        service.name,
        probe.target,
        service.timeoutMs,
        service.expectations.expectedStatus,
      ]),
    ).toEqual([
      ['github-api', 'https://api.github.com/', 10_000, [{ from: 200, to: 200 }]],
      ['httpbin-status', 'https://httpbin.org/status/200', 5_000, [{ from: 200, to: 200 }]],
      ['httpbin-delay', 'https://httpbin.org/delay/2', 10_000, [{ from: 200, to: 200 }]],
      ['intentional-failure', 'https://httpbin.org/status/500', 5_000, [{ from: 200, to: 200 }]],
    ]);
    expect(services[0]?.options.headers).toEqual({ 'User-Agent': 'ServiceMonitor/1.0' });
    expect(monitoring).toEqual({ checkIntervalMs: 60_000, parallelChecks: true, maxWorkers: 10, canaries: [] });
    expect(services[0]?.service).toMatchObject({
      failureCountAlert: 3,
      expectations: { responseTimeWarningMs: 1_000, responseTimeCriticalMs: 5_000 },
    });
    expect(alerts.channels.map(({ type }) => type)).toEqual(['file']);
    expect(warnings).toEqual([]);
    expect(placeholders.map(formatProblem)).toEqual([
      'services.yaml:34:16 alerts.webhook_url: still the placeholder: nothing is posted there – put in your own webhook, or remove the key',
    ]);
  });
});
