import { expect, test } from 'vitest';
import { createUnsaved } from '../../src/monitor/unsaved.ts';
import { alertOf, itemOf } from '../support/alerts.ts';
import { checkResult } from '../support/check-result.ts';

test('there is nothing to store before anything was added, and nothing after it was taken', () => {
  const unsaved = createUnsaved();
  expect(unsaved.take()).toBeUndefined();
  unsaved.add({ results: [], timeline: [] });
  expect(unsaved.take()).toBeUndefined();
  unsaved.add({ alerts: [alertOf()] });
  expect(unsaved.take()).toMatchObject({ alerts: [alertOf()] });
  expect(unsaved.take()).toBeUndefined();
});

test('what could not be stored is older than what came since', () => {
  const unsaved = createUnsaved();
  const state = { dedupKey: 'k', channel: 'ops', state: 'firing_pending' } as const;
  unsaved.add({ outbox: [itemOf(), itemOf({ id: 'x' })], channels: [state], results: [checkResult({ startedAt: 1 })] });
  const failed = unsaved.take();
  unsaved.add({
    outbox: [itemOf({ attempts: 1 })],
    channels: [
      { ...state, state: 'firing' },
      { ...state, channel: 'b' },
    ],
  });
  unsaved.add({ results: [checkResult({ startedAt: 2 })] });
  if (failed !== undefined) unsaved.putBack(failed);
  const commit = unsaved.take();
  expect(commit?.outbox.map(({ id, attempts }) => [id, attempts])).toEqual([
    [itemOf().id, 1],
    ['x', 0],
  ]);
  expect(commit?.channels.map(({ channel, state: known }) => `${channel} ${known}`)).toEqual([
    'ops firing',
    'b firing_pending',
  ]);
  expect(commit?.results.map(({ startedAt }) => startedAt)).toEqual([1, 2]);
});

test('of results and lines that could not be stored the newest are held, and all states', () => {
  const unsaved = createUnsaved();
  const many = 30_000;
  const result = checkResult();
  for (let at = 0; at < many; at += 1) {
    unsaved.add({
      results: [{ ...result, startedAt: at }],
      notSent: [{ at, dedupKey: 'k', reason: 'paused', text: '' }],
      alerts: [alertOf({ dedupKey: `k${at}` })],
    });
  }
  const failed = unsaved.take();
  expect(failed?.results).toHaveLength(many);
  if (failed !== undefined) unsaved.putBack(failed);
  const commit = unsaved.take();
  expect([commit?.results.length, commit?.results[0]?.startedAt]).toEqual([20_000, 10_000]);
  expect(commit?.notSent.at(-1)?.at).toBe(many - 1);
  expect(commit?.alerts).toHaveLength(many);
});
