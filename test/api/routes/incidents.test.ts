import { describe, expect, test } from 'vitest';
import { incident } from '../../storage/records.ts';
import { commitOf } from '../../support/many-results.ts';
import { checkedWorld, type MonitoredWorld, monitoredWorld } from '../monitored-world.ts';

async function openIncident({ ask }: MonitoredWorld): Promise<string> {
  const { json } = await ask('GET', '/incidents?open=true');
  return json.items[0].id;
}

describe('incidents', () => {
  test('are told a part at a time, whatever comes meanwhile', async () => {
    const { ask, store } = await monitoredWorld();
    const add = (...minutes: number[]) =>
      store.commit(
        commitOf({ incidents: minutes.map((minute) => incident({ id: `i-${minute}`, startedAt: minute })) }),
      );
    const part = async (query: string) => {
      const { json } = await ask('GET', `/incidents?limit=2${query}`);
      return { ...json, ids: json.items.map(({ id }: { id: string }) => id) };
    };
    await add(1, 2, 3, 4, 5);
    const first = await part('');
    expect(first).toMatchObject({ ids: ['i-5', 'i-4'], total: 5, offset: 0 });
    await add(6);
    const second = await part(`&cursor=${first.next_cursor}`);
    expect(second).toMatchObject({ ids: ['i-3', 'i-2'], total: 6, offset: 2 });
    expect(await part(`&cursor=${second.next_cursor}`)).toMatchObject({ ids: ['i-1'], next_cursor: null });
    expect(await part('&offset=3')).toMatchObject({ ids: ['i-3', 'i-2'], offset: 3 });
    expect(await part('&cursor=bm90aGluZw')).toMatchObject({ ids: ['i-6', 'i-5'], offset: 0 });
  });

  test('are listed, chosen, and told in full', async () => {
    const world = await checkedWorld();
    const { ask } = world;
    const id = await openIncident(world);
    const listed = (await ask('GET', '/incidents')).json;
    expect(listed).toMatchObject({ total: 1, items: [{ id, service: 'down', status: 'unhealthy', closed: null }] });
    for (const query of ['open=false', 'service=up', 'to=2020-01-01T00:00:00Z']) {
      expect((await ask('GET', `/incidents?${query}`)).json).toMatchObject({ total: 0 });
    }
    expect((await ask('GET', '/incidents?from=2020-01-01T00:00:00Z&open=true')).json).toMatchObject({ total: 1 });
    const { json } = await ask('GET', `/incidents/${id}`);
    expect(json.timeline.map(({ kind }: { kind: string }) => kind)).toEqual(
      expect.arrayContaining(['first_failure', 'confirmed']),
    );
    expect(json.failures).toMatchObject([{ name: 'down', reason: 'unexpected_status' }]);
  });

  test('are acknowledged by the name of the token, the first stays, and the overview knows at once', async () => {
    const world = await checkedWorld();
    const { ask } = world;
    const id = await openIncident(world);
    const first = await ask('POST', `/incidents/${id}/acknowledge`, { body: { note: 'on it' }, as: 'write' });
    expect(first.json).toMatchObject({ id, acknowledged: { by: 'ada' } });
    const second = await ask('POST', `/incidents/${id}/acknowledge`, { body: { by: 'kim' } });
    expect(second.json.acknowledged.by).toBe('ada');
    const [down] = (await ask('GET', '/overview')).json.services;
    expect(down.incident).toMatchObject({ id, acknowledged_by: 'ada' });
    const story = (await ask('GET', `/incidents/${id}`)).json.timeline;
    expect(story).toContainEqual(expect.objectContaining({ kind: 'note', text: 'on it', by: 'ada' }));
  });

  test('that have ended cannot be acknowledged, but noted', async () => {
    const world = await checkedWorld({
      config:
        'services:\n  - name: s\n    url: URL/switch\nalerts:\n  directory: FOLDER/alerts\n  thresholds: { failure_count_alert: 1, recovery_count: 1 }\n',
    });
    const { ask, target } = world;
    target.status = 503;
    await ask('POST', '/services/s/check');
    const id = await openIncident(world);
    target.status = 200;
    await ask('POST', '/services/s/check');
    expect(await ask('POST', `/incidents/${id}/acknowledge`, { body: {} })).toMatchObject({ status: 409 });
    const noted = await ask('POST', `/incidents/${id}/notes`, { body: { text: 'the disk was full', by: 'ada' } });
    expect(noted.json).toMatchObject({ id, closed_as: 'recovered' });
    expect((await ask('GET', '/incidents?open=false')).json.total).toBe(1);
  });

  test.each([
    ['GET', '/incidents/none', undefined, 404],
    ['POST', '/incidents/none/acknowledge', {}, 404],
    ['POST', '/incidents/none/notes', { text: 'x' }, 404],
    ['POST', '/incidents/none/notes', {}, 400],
    ['POST', '/incidents/none/acknowledge', { by: '' }, 400],
    ['POST', '/incidents/none/acknowledge', { who: 'x' }, 400],
    ['GET', '/incidents?open=maybe', undefined, 400],
    ['GET', '/incidents?from=x', undefined, 400],
  ])('%s %s with %j is refused', async (method, path, body, wanted) => {
    const { ask } = await monitoredWorld();
    expect(await ask(method, path, body === undefined ? {} : { body })).toMatchObject({ status: wanted });
  });
});
