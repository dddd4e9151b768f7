import { setImmediate as afterwards } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startTogether } from './together.ts';

/** A server that tells when it is stopped; it takes its time to start. */
async function server(name: string, stopped: string[]) {
  await afterwards();
  return { name, stop: () => void stopped.push(name) };
}

async function noServer(): Promise<{ stop(): void }> {
  throw new Error('the port is taken');
}

test('what was started together is stopped together, the last one first', async () => {
  const stopped: string[] = [];
  const { names, stop } = await startTogether(async (keep) => {
    const first = await keep(server('first', stopped));
    const second = await keep(server('second', stopped));
    return { names: [first.name, second.name] };
  });
  expect(names).toEqual(['first', 'second']);
  expect(stopped).toEqual([]);
  await stop();
  expect(stopped).toEqual(['second', 'first']);
});

test('no server is left where one does not start, even one that starts later', async () => {
  const stopped: string[] = [];
  const starting = startTogether(async (keep) => {
    await keep(server('earlier', stopped));
    await Promise.all([keep(noServer()), keep(server('later', stopped))]);
    return {};
  });
  await expect(starting).rejects.toThrow('the port is taken');
  expect(stopped).toEqual(['later', 'earlier']);
});
