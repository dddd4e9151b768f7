import { describe, expect, test } from 'vitest';
import { checkedWorld, type Json, monitoredWorld } from '../monitored-world.ts';

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const inTwoHours = () => new Date(Date.now() + 7_200_000).toISOString();

describe('a silence', () => {
  test('holds at once, is listed, and ends', async () => {
    const { ask } = await checkedWorld();
    const made = await ask('POST', '/silences', {
      body: { match: { services: ['down'] }, ends: inAnHour(), comment: 'known' },
      as: 'write',
    });
    expect(made).toMatchObject({ status: 201, json: { by: 'ada', comment: 'known' } });
    expect(made.headers.get('location')).toBe(`/api/v1/silences/${made.json.id}`);
    expect((await ask('GET', '/services/down')).json.silenced_until).toBe(made.json.ends);
    expect((await ask('GET', '/silences')).json).toMatchObject({ total: 1, items: [{ id: made.json.id }] });
    expect(await ask('DELETE', `/silences/${made.json.id}`)).toMatchObject({ status: 204 });
    expect((await ask('GET', '/services/down')).json.silenced_until).toBeNull();
    expect(await ask('DELETE', `/silences/${made.json.id}`)).toMatchObject({ status: 404 });
  });

  test.each<readonly [string, Json, readonly string[]]>([
    ['for a stranger', { match: { services: ['nobody'] }, ends: inAnHour() }, ['match.services[0]']],
    ['for nobody', { match: { group: 'none' }, ends: inAnHour() }, ['match']],
    ['that is over', { match: {}, ends: '2020-01-01T00:00:00.000Z' }, ['ends']],
    ['that ends before it begins', { match: {}, starts: inTwoHours(), ends: inAnHour() }, ['ends']],
    ['that lasts for years', { match: {}, ends: '2099-01-01T00:00:00.000Z' }, ['ends']],
    ['without an end', { match: {} }, ['ends']],
    ['with keys of its own', { match: {}, ends: inAnHour(), reason: 'x' }, ['reason']],
  ])('%s is refused', async (_name, body, paths) => {
    const { ask } = await monitoredWorld();
    const { status, json } = await ask('POST', '/silences', { body });
    expect([status, json.errors.map(({ path }: Json) => path)]).toEqual([400, paths]);
  });
});

describe('maintenance', () => {
  test('is announced, holds at once, and is cancelled; what recurs is listed with it', async () => {
    const { ask } = await checkedWorld();
    const made = await ask('POST', '/maintenance', {
      body: { name: 'patching', match: { group: 'shop' }, ends: inAnHour(), by: 'ada' },
    });
    expect(made).toMatchObject({ status: 201, json: { name: 'patching', by: 'ada', origin: 'person' } });
    expect((await ask('GET', '/overview')).json.counts).toMatchObject({ maintenance: 2, unhealthy: 0 });
    const { items } = (await ask('GET', '/maintenance')).json;
    expect(items.map(({ name }: Json) => name)).toEqual(['patching', 'leap day']);
    expect(await ask('DELETE', `/maintenance/${made.json.id}`)).toMatchObject({ status: 204 });
    expect(await ask('DELETE', `/maintenance/${made.json.id}`)).toMatchObject({ status: 404 });
    expect(await ask('DELETE', `/maintenance/${encodeURIComponent(items[1].id)}`)).toMatchObject({ status: 409 });
    expect((await ask('GET', '/services/up')).json.maintenance_until).toBeNull();
  });

  test.each<readonly [string, Json, readonly string[]]>([
    ['without a name', { match: {}, ends: inAnHour() }, ['name']],
    ['for a stranger', { name: 'x', match: { services: ['nobody'] }, ends: inAnHour() }, ['match.services[0]']],
  ])('%s is refused', async (_name, body, paths) => {
    const { ask } = await monitoredWorld();
    const { status, json } = await ask('POST', '/maintenance', { body });
    expect([status, json.errors.map(({ path }: Json) => path)]).toEqual([400, paths]);
  });
});
