import { expect, test } from 'vitest';
import { apiWorld } from '../api-world.ts';

test.each([
  [true, 200, { status: 'ok' }],
  [false, 503, { status: 'stalled' }],
])('health tells whether checks go on (%s), and nothing else', async (alive, status, document) => {
  const { url } = await apiWorld({ parts: { isAlive: () => alive } });
  const answer = await fetch(`${url}/health`);
  expect([answer.status, await answer.json()]).toEqual([status, document]);
});
