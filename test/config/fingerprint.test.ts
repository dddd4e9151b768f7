import { expect, test } from 'vitest';
import { configOfText } from './load-text.ts';

async function fingerprintOf(text: string): Promise<string | undefined> {
  return (await configOfText(text)).services[0]?.fingerprint;
}

const service = (more = '', rest = '') =>
  `services:\n  - { name: a, url: "https://a.example", auth: { type: bearer, token: one }${more} }\n${rest}`;

test.each([
  ['another service that comes', `${service()}  - { name: b, url: "https://b.example" }\n`],
  ['a comment', `# hello\n${service()}`],
  ['what concerns others only', service('', 'alerts: { group_wait: 1s }\nmonitoring: { max_workers: 3 }\n')],
])('a service stays the same for %s', async (_name, text) => {
  expect(await fingerprintOf(text)).toBe(await fingerprintOf(service()));
});

test.each([
  ['another key of its own', service(', timeout: 3s')],
  ['another secret', service().replace('one', 'two')],
  ['another assertion', service(', assertions: ["status == 200"]')],
  ['another default', service('', 'defaults: { timeout: 3s }\n')],
  ['another interval for all', service('', 'monitoring: { check_interval: 30s }\n')],
  ['another threshold for all', service('', 'alerts: { thresholds: { failure_count_alert: 5 } }\n')],
])('a service changes with %s, which is not shown', async (_name, text) => {
  const changed = await fingerprintOf(text);
  expect(changed).not.toBe(await fingerprintOf(service()));
  expect(changed).toMatch(/^[\w-]{43}$/);
});
