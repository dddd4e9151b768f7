import { expect, test } from 'vitest';
import { FigureBook } from '../../src/app/api-figures.ts';
import { scriptedCheck } from '../support/checks.ts';
import { configured } from '../support/config.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { createMemoryStore } from '../support/memory-store.ts';

/** The book of so many services, and of which it has read, in that order. */
function bookOf(count: number) {
  const clock = createFakeClock();
  const store = createMemoryStore();
  const read: (string | undefined)[] = [];
  const names = Array.from({ length: count }, (_service, index) => `service ${index}`);
  const services = names.map((name) => {
    return configured(scriptedCheck(() => Promise.reject(new Error('not asked')), { service: { name } }).check).service;
  });
  const book = new FigureBook({
    store: {
      ...store,
      tracks(query) {
        read.push(query.service);
        return store.tracks(query);
      },
    },
    clock,
    services: () => services,
    timezone: () => 'UTC',
  });
  const readings = async () => {
    await book.readSome(5_000, new AbortController().signal);
    return read.splice(0);
  };
  return { book, names, clock, readings };
}

test('figures of every service are there after the first reading, however many they are', async () => {
  const { names, readings } = bookOf(1_000);
  expect(await readings()).toEqual(names);
});

test('then they are read anew a few at a time, those that changed first', async () => {
  const { book, names, clock, readings } = bookOf(100);
  await readings();
  expect(await readings()).toEqual([]);
  await clock.advance(30_000);
  book.outdated('service 70');
  expect(await readings()).toEqual(['service 70', ...names.slice(0, 19)]);
});

test('a reading that is ended goes on with the next', async () => {
  const { book, names, readings } = bookOf(3);
  await book.readSome(5_000, AbortSignal.abort());
  expect(await readings()).toEqual(names);
});
