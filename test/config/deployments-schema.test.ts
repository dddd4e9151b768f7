import { expect, test } from 'vitest';
import { configOfText, loadText, twoServices } from './load-text.ts';

test('a service is watched for ten minutes unless the file, or the service, says otherwise', async () => {
  expect((await configOfText(twoServices)).deployments).toEqual({ bakeTimeMs: 600_000 });
  const text = `${twoServices}deployments: { bake_time: 5m, rollback_webhook: "https://ci.example/all-of-them" }`;
  const { deployments, secrets } = await configOfText(text);
  expect(deployments.bakeTimeMs).toBe(300_000);
  expect(deployments.rollbackWebhook?.reveal()).toBe('https://ci.example/all-of-them');
  expect(secrets).toContain('https://ci.example/all-of-them');
});

test('the webhook of one service is a secret too', async () => {
  const entry =
    '{ name: own, url: "https://own.example", deployments: { bake_time: 90s, rollback_webhook: "https://ci.example/own-hook" } }';
  const { services, secrets } = await configOfText(`services: [${entry}]`);
  expect(services[0]?.service.deployments?.bakeTimeMs).toBe(90_000);
  expect(secrets).toContain('https://ci.example/own-hook');
  expect(JSON.stringify(services[0]?.options)).not.toContain('own-hook');
});

test.each([
  ['deployments: { bake_time: 1s }', 'deployments.bake_time: expected a duration between 10s and 1d, got "1s"'],
  ['deployments: { rollback_webhook: here }', 'deployments.rollback_webhook: expected an http or https URL'],
])('%s is a mistake', async (line, problem) => {
  const { problems } = await loadText(`${twoServices}${line}`);
  expect(problems).toEqual([expect.stringContaining(problem)]);
});
