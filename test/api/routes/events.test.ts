import { expect, test } from 'vitest';
import { apiWorld } from '../api-world.ts';

/** Reads until a text has come. */
async function readUntil(answer: Response, wanted: string): Promise<string> {
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let done = reader === undefined; !done && !text.includes(wanted); ) {
    const piece = await reader?.read();
    text += piece?.value ?? '';
    done = piece?.done ?? true;
  }
  return text;
}

test('what happens is told over a connection, and what was missed over the next', async () => {
  const { url, parts } = await apiWorld();
  const cutting = new AbortController();
  const first = await fetch(`${url}/events`, { signal: cutting.signal });
  expect(first.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  parts.events.publish({ event: 'health', service: 'a', data: { service: 'a' } });
  const text = await readUntil(first, 'event: health');
  cutting.abort();
  parts.events.publish({ event: 'health', service: 'missed', data: { service: 'missed' } });
  const lastId = /id: (\d+)\nevent: health/.exec(text)?.[1] ?? '';
  const resumed = await fetch(`${url}/events`, { headers: { 'last-event-id': lastId } });
  expect(await readUntil(resumed, 'missed')).not.toContain('"a"');
  const asPage = await fetch(`${url}/events?last_event_id=${lastId}&service=missed`);
  expect(await readUntil(asPage, 'missed')).toContain('event: health');
});

test('whoever follows does not keep the server from ending', async () => {
  const { url, close } = await apiWorld();
  const answer = await fetch(`${url}/events`);
  const ended = answer.text();
  await close();
  expect(await ended).toContain('retry');
});

test('the sixty-fifth is asked to come back later', async () => {
  const { url, parts } = await apiWorld();
  for (let count = 0; count < 64; count += 1) parts.events.open({});
  const answer = await fetch(`${url}/events`);
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '10']);
});
