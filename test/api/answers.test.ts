import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { etagOf, isKnown, staleFor } from '../../src/api/etag.ts';
import { pageOf } from '../../src/api/page.ts';
import { StoreUnavailable } from '../../src/storage/store.ts';
import { apiWorld } from './api-world.ts';

describe('an answer', () => {
  test('of some size is sent compressed to who takes that, and plain to others', async () => {
    const { root, port } = await apiWorld();
    const plain = await (await fetch(`${root}/openapi.json`, { headers: { 'accept-encoding': 'identity' } })).text();
    const { headers, bytes } = await new Promise<{ headers: Record<string, unknown>; bytes: number }>((resolve) => {
      const options = { port, path: '/openapi.json', headers: { 'accept-encoding': 'gzip' } };
      request(options, (answer) => {
        let size = 0;
        answer.on('data', (chunk: Buffer) => {
          size += chunk.length;
        });
        answer.on('end', () => resolve({ headers: answer.headers, bytes: size }));
      }).end();
    });
    expect(headers['content-encoding']).toBe('gzip');
    expect(bytes).toBeLessThan(plain.length / 3);
  });

  test('to HEAD is that to GET without its body', async () => {
    const { url } = await apiWorld();
    const [get, head] = [await fetch(`${url}/system`), await fetch(`${url}/system`, { method: 'HEAD' })];
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'));
  });

  test('is 503 while the history cannot be read', async () => {
    const audit = () => Promise.reject(new StoreUnavailable('the disk is full', { trouble: 'full' }));
    const { url, token, defects } = await apiWorld({ parts: { audit } });
    const answer = await fetch(`${url}/audit`, { headers: await token('admin') });
    expect([answer.status, answer.headers.get('retry-after'), defects]).toEqual([503, '5', []]);
  });

  test('that is not as the route promises is a defect, and none of it is told', async () => {
    const broken = async () => ({ secret: 'innards' });
    const { url, defects } = await apiWorld({ parts: { system: broken as never } });
    const answer = await fetch(`${url}/system`);
    expect([answer.status, await answer.text()]).toEqual([500, expect.not.stringContaining('innards')]);
    expect(defects).toHaveLength(1);
  });

  test('is logged with what was asked, never with what was in it', async () => {
    const { url, accesses, token } = await apiWorld();
    await fetch(`${url}/heartbeats/known?rid=a`);
    await fetch(`${url}/audit`, { headers: await token('admin', { name: 'ada' }) });
    await fetch(`${url}/audit`);
    await expect.poll(() => accesses.length).toBe(3);
    expect(accesses).toEqual([
      expect.objectContaining({ route: '/api/v1/heartbeats/:token', by: 'anonymous', status: 200, isNotable: false }),
      expect.objectContaining({ route: '/api/v1/audit', by: 'ada', client: '127.0.0.1', method: 'GET', status: 200 }),
      expect.objectContaining({ route: '/api/v1/audit', by: 'anonymous', status: 401, isNotable: true }),
    ]);
    expect(JSON.stringify(accesses)).not.toContain('known');
  });
});

describe('a tag', () => {
  const tag = etagOf({ a: 1 });

  test('is the same for the same value alone', () => {
    expect(etagOf({ a: 1 })).toBe(tag);
    expect(etagOf({ a: 2 })).not.toBe(tag);
    expect(tag).toMatch(/^"[\w-]{22}"$/);
  });

  test.each([
    [undefined, true],
    ['*', true],
    [tag, true],
    [`"other", ${tag}`, true],
    ['"other"', false],
    [`W/${tag}`, false],
  ])('lets a change go on for If-Match: %s (%s)', (header, goesOn) => {
    const stale = staleFor(header, tag);
    expect(stale === undefined).toBe(goesOn);
    if (!goesOn) expect(stale).toMatchObject({ kind: 'problem', status: 412 });
  });

  test.each([
    [undefined, false],
    ['*', true],
    [`W/${tag}`, true],
    ['"other"', false],
  ])('is known for If-None-Match: %s (%s)', (header, known) => {
    expect(isKnown(header, tag)).toBe(known);
  });
});

describe('a list', () => {
  const all = ['a', 'b', 'c', 'd', 'e'];
  const page = (query: Parameters<typeof pageOf>[1], of = all) => pageOf(of, query, (item) => item);

  test('is given in parts', () => {
    expect(page({ limit: 2, offset: 1 })).toMatchObject({ items: ['b', 'c'], total: 5, limit: 2, offset: 1 });
    expect(page({ limit: 9, offset: 3 })).toMatchObject({ items: ['d', 'e'], next_cursor: null });
    expect(page({ limit: 9, offset: 9 })).toMatchObject({ items: [], next_cursor: null });
  });

  test('goes on after the last item, whatever came or went before it', () => {
    const cursor = page({ limit: 2 }).next_cursor ?? '';
    expect(page({ limit: 2, cursor }).items).toEqual(['c', 'd']);
    expect(page({ limit: 2, cursor }, ['new', ...all]).items).toEqual(['c', 'd']);
    expect(page({ limit: 2, cursor }, ['b', 'c', 'd']).items).toEqual(['c', 'd']);
    expect(page({ limit: 2, cursor }, ['a', 'c', 'd']).items).toEqual(['d']);
  });

  test('begins anew for a cursor that is none', () => {
    expect(page({ limit: 1, cursor: 'bm9uc2Vuc2U' }).items).toEqual(['a']);
  });
});
