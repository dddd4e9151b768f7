import { describe, expect, test } from 'vitest';
import { problemSchema } from '../../../src/api/problem.ts';
import { apiWorld } from '../api-world.ts';

describe('a ping', () => {
  test.each([
    ['GET', '/heartbeats/known', { kind: 'success' }],
    ['HEAD', '/heartbeats/known', { kind: 'success' }],
    ['POST', '/heartbeats/known', { kind: 'success' }],
    ['POST', '/heartbeats/known/start', { kind: 'start' }],
    ['POST', '/heartbeats/known/start?rid=6f1c-2.a_b', { kind: 'start', runId: '6f1c-2.a_b' }],
    ['GET', '/heartbeats/known/fail', { kind: 'fail' }],
    ['GET', '/heartbeats/known/0', { kind: 'success', exitCode: 0 }],
    ['GET', '/heartbeats/known/1', { kind: 'fail', exitCode: 1 }],
    ['GET', '/heartbeats/known/255?rid=a', { kind: 'fail', exitCode: 255, runId: 'a' }],
    ['GET', '/heartbeats/known?unasked=1', { kind: 'success' }],
  ])('by %s %s is taken', async (method, path, ping) => {
    const { url, pings } = await apiWorld();
    const answer = await fetch(`${url}${path}`, { method });
    expect([answer.status, await answer.text()]).toEqual([200, method === 'HEAD' ? '' : 'ok']);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(pings).toEqual([{ token: 'known', ...ping }]);
  });

  test.each([
    ['text/plain', 'no space left on device'],
    ['application/x-www-form-urlencoded', 'a=1&b=2'],
    ['application/json', '{"not": "read as JSON"'],
    ['application/octet-stream', 'bytes'],
    ['no/such; type', 'whatever'],
  ])('with a body of %s keeps it as it is', async (type, body) => {
    const { url, pings } = await apiWorld();
    const answer = await fetch(`${url}/heartbeats/known/fail`, {
      method: 'POST',
      body,
      headers: { 'content-type': type },
    });
    expect(answer.status).toBe(200);
    expect(pings).toEqual([{ token: 'known', kind: 'fail', message: body }]);
  });

  test('with a long body is taken, with its beginning', async () => {
    const { url, pings } = await apiWorld();
    const answer = await fetch(`${url}/heartbeats/known`, { method: 'POST', body: 'x'.repeat(900_000) });
    expect(answer.status).toBe(200);
    expect(pings[0]?.message).toMatch(/^x{70000,80000}$/);
  });

  test.each([
    ['/heartbeats/known/256', 'outcome'],
    ['/heartbeats/known/-1', 'outcome'],
    ['/heartbeats/known/007', 'outcome'],
    ['/heartbeats/known/done', 'outcome'],
    ['/heartbeats/known?rid=', 'rid'],
    ['/heartbeats/known?rid=a%20b', 'rid'],
    [`/heartbeats/known?rid=${'a'.repeat(65)}`, 'rid'],
    ['/heartbeats/known?rid=a&rid=b', 'rid'],
  ])('by %s is refused with the part that is wrong', async (path, part) => {
    const { url, pings } = await apiWorld();
    const answer = await fetch(`${url}${path}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ status: 400, errors: [{ path: part, message: expect.any(String) }] });
    expect(pings).toEqual([]);
  });

  test('of an unknown token is answered like a path that is not there', async () => {
    const { url } = await apiWorld();
    const answers = await Promise.all(
      ['/heartbeats/unknown', '/heartbeats/unknown/start', `/heartbeats/${'a'.repeat(500)}`, '/nothing'].map(
        async (path) => {
          const answer = await fetch(`${url}${path}`);
          const { request_id: _, ...document } = problemSchema.parse(await answer.json());
          return { status: answer.status, type: answer.headers.get('content-type'), document };
        },
      ),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 404, type: 'application/problem+json; charset=utf-8' });
  });

  test('of a service that calls far too often is refused for a moment', async () => {
    const { url } = await apiWorld({ parts: { heartbeats: { ping: async () => 'too_many' } } });
    const answer = await fetch(`${url}/heartbeats/known`);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1']);
  });
});
