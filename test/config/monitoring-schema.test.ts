import { describe, expect, test } from 'vitest';
import { configOfText, loadText, twoServices } from './load-text.ts';

describe('monitoring', () => {
  test('knows canaries, and keeps the heartbeat URL secret', async () => {
    const { monitoring, secrets } = await configOfText(
      `${twoServices}monitoring: { canaries: ["https://1.1.1.1", "dns://9.9.9.9"], heartbeat_url: "https://hc.example/ping/abcd" }`,
    );
    expect(monitoring.canaries).toEqual(['https://1.1.1.1', 'dns://9.9.9.9']);
    expect(monitoring.heartbeatUrl?.reveal()).toBe('https://hc.example/ping/abcd');
    expect(JSON.stringify(monitoring)).not.toContain('abcd');
    expect(secrets).toContain('https://hc.example/ping/abcd');
  });

  test.each(['1.1.1.1', 'ftp://1.1.1.1', 'dns://', 'ping 1.1.1.1'])('refuses the canary %s', async (canary) => {
    expect((await loadText(`${twoServices}monitoring: { canaries: ["${canary}"] }`)).problems).toEqual([
      'services.yaml:4:26 monitoring.canaries[0]: expected an http, https or dns URL such as "https://1.1.1.1" or "dns://9.9.9.9"',
    ]);
  });

  test('refuses a heartbeat URL that is none without repeating it', async () => {
    const { problems } = await loadText(`${twoServices}monitoring: { heartbeat_url: hunter2 }`);
    expect(problems).toEqual(['services.yaml:4:30 monitoring.heartbeat_url: expected an http or https URL']);
  });
});

describe('an interval of the command line', () => {
  const text = [
    'services:',
    '  - { name: often, url: "https://a.example", interval: 10s }',
    '  - { name: usual, url: "https://a.example", timeout: 50s }',
    'monitoring: { check_interval: 120s }',
  ].join('\n');

  test('takes the place of check_interval and not of what a service says itself', async () => {
    const { services } = await configOfText(text, { intervalMs: 30_000 });
    expect(services.map(({ service }) => [service.intervalMs, service.timeoutMs])).toEqual([
      [10_000, 10_000],
      [30_000, 30_000],
    ]);
  });
});
