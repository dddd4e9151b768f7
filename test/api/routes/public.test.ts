import { describe, expect, test } from 'vitest';
import { publicStatusSchema } from '../../../src/api/resources/overview.ts';
import { checkedWorld } from '../monitored-world.ts';

describe('the public status', () => {
  test('shows what is marked so to everybody, without URLs and errors', async () => {
    const { ask, target } = await checkedWorld();
    const { status, headers, text, json } = await ask('GET', '/public/status', { as: 'nobody' });
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('public, max-age=30');
    expect(publicStatusSchema.parse(json)).toEqual(json);
    expect(json).toMatchObject({ health: 'healthy', services: [{ name: 'up', group: 'shop', state: 'up' }] });
    const { days } = json.services[0];
    expect(days).toHaveLength(90);
    expect(days.at(-1)).toMatchObject({ state: 'up', availability: 1 });
    expect(days[0]).toMatchObject({ state: null, availability: null });
    expect(text).not.toContain(target.url);
    expect(text).not.toContain('down');
  });
});

describe('a badge', () => {
  test.each([
    ['status', 'up', 'up'],
    ['uptime', 'uptime 30d', '100%'],
    ['certificate', 'certificate', 'none'],
    ['response-time', 'response time', 'unknown'],
  ])('tells the %s', async (kind, label, message) => {
    const { ask } = await checkedWorld();
    const svg = await ask('GET', `/badges/up/${kind}.svg`, { as: 'nobody' });
    expect(svg.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8');
    expect(svg.headers.get('cache-control')).toBe('public, max-age=30');
    expect(svg.text).toContain(`<title>${label}: ${message}</title>`);
    const { json } = await ask('GET', `/badges/up/${kind}.json`, { as: 'nobody' });
    expect(json).toMatchObject({ schemaVersion: 1, label, message, isError: false, cacheSeconds: 30 });
  });

  test('of a service that is not public is there for who may read alone', async () => {
    const { ask } = await checkedWorld();
    const hidden = await ask('GET', '/badges/down/status.svg', {
      as: 'nobody',
      // As a proxy would pass it on: who is on this machine may read.
      headers: { 'x-forwarded-for': '203.0.113.7' },
    });
    const missing = await ask('GET', '/badges/none/status.svg', { as: 'nobody' });
    expect([hidden.status, missing.status]).toEqual([404, 404]);
    const { json, headers } = await ask('GET', '/badges/down/status.json', { as: 'read' });
    expect(json).toMatchObject({ message: 'down', isError: true });
    expect(headers.get('cache-control')).toBe('private, max-age=30');
  });

  test.each(['/badges/up/colour.svg', '/badges/up/status.png', '/badges/up/uptime.svg?window=soon'])(
    '%s is refused',
    async (path) => {
      const { ask } = await checkedWorld();
      expect(await ask('GET', path)).toMatchObject({ status: 400 });
    },
  );
});
