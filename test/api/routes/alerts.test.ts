import { describe, expect, test } from 'vitest';
import { checkedWorld, type Json, monitoredWorld } from '../monitored-world.ts';

describe('alerts', () => {
  test('are listed and chosen, and a channel says how it fares', async () => {
    const { ask } = await checkedWorld();
    await expect.poll(async () => (await ask('GET', '/alerts?state=delivered&channel=ops')).json.total).toBe(1);
    const { json } = await ask('GET', '/alerts?channel=ops');
    expect(json.items).toMatchObject([{ channel: 'ops', kind: 'firing', service: 'down', state: 'delivered' }]);
    expect((await ask('GET', '/alerts?channel=other')).json.total).toBe(0);
    expect((await ask('GET', '/channels')).json.items).toMatchObject([
      { name: 'directory' },
      { name: 'ops', type: 'webhook', waiting: 0, last_delivered_at: expect.any(String), last_error: null },
    ]);
    expect(await ask('GET', '/alerts?state=lost')).toMatchObject({ status: 400 });
  });

  test('are tried with a test, which stands in the log', async () => {
    const { ask, messages } = await monitoredWorld();
    const { status, json } = await ask('POST', '/channels/ops/test');
    expect([status, json.outcome]).toEqual([200, 'delivered']);
    expect(messages.filter((message) => message.includes('svcmon-test'))).toHaveLength(2);
    const tests = (await ask('GET', '/alerts')).json.items.filter(({ kind }: Json) => kind === 'test');
    expect(tests).toMatchObject([{ channel: 'ops', state: 'delivered' }]);
  });

  test('cannot be tried through a channel that is not there, nor by who may not', async () => {
    const { ask } = await monitoredWorld();
    expect(await ask('POST', '/channels/none/test')).toMatchObject({ status: 404 });
    expect(await ask('POST', '/channels/ops/test', { as: 'write' })).toMatchObject({ status: 403 });
  });
});
