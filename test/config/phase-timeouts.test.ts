import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { formatProblem } from '../../src/config/problem.ts';
import { memoryFiles } from './memory-files.ts';

async function warningsOf(text: string): Promise<readonly string[]> {
  const loaded = await loadConfig({
    path: 'services.yaml',
    environment: {},
    files: memoryFiles({ 'services.yaml': text }),
  });
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  return loaded.config.warnings.map(formatProblem);
}

test.each([
  [
    'longer than the timeout',
    '{ name: a, url: "https://a.example", timeout: 5s, timeouts: { connect: 6s, tls: 5s } }',
    'services[0].timeouts.connect: 6s never pass: the whole attempt ends after its timeout of 5s',
  ],
  [
    'longer than the timeout that holds without one',
    '{ name: a, url: "https://a.example", timeouts: { first_byte: 11s } }',
    'services[0].timeouts.first_byte: 11s never pass: the whole attempt ends after its timeout of 10s',
  ],
  [
    'of a step that is longer than the timeout of its flow',
    '{ name: a, type: flow, timeout: 5s, steps: [{ name: s, url: "https://a.example", timeouts: { dns: 7s } }] }',
    'services[0].steps[0].timeouts.dns: 7s never pass: the whole attempt ends after its timeout of 5s',
  ],
])('a limit of a phase %s is warned of', async (_name, service, warning) => {
  const warnings = await warningsOf(`services:\n  - ${service}\n`);
  expect(warnings).toEqual([expect.stringContaining(warning)]);
});

test('limits within the timeout are not', async () => {
  const service = '{ name: a, url: "https://a.example", timeout: 5s, timeouts: { connect: 5s, dns: 1s } }';
  expect(await warningsOf(`services:\n  - ${service}\n`)).toEqual([]);
});
