import { expect, test } from 'vitest';
import { quietRepeats } from '../../src/app/log.ts';
import { createFakeClock } from '../support/fake-clock.ts';
import { createLogBook } from '../support/log-book.ts';

test('a message that comes again and again is written once a minute, with how often it came', async () => {
  const clock = createFakeClock();
  const book = createLogBook();
  const log = quietRepeats(book, clock);
  for (let second = 0; second < 90; second += 1) {
    log.warn('late', { max_workers: 10 });
    await clock.advance(1_000);
  }
  expect(book.lines).toEqual(['warn late', 'warn late']);
  expect(book.facts).toEqual([{ max_workers: 10 }, { max_workers: 10, repeated: 59 }]);
});

test('one channel or service that repeats itself does not hide another', () => {
  const book = createLogBook();
  const log = quietRepeats(book, createFakeClock());
  for (const channel of ['ops', 'oncall', 'ops']) log.warn('not delivered', { channel });
  for (const service of ['a', 'b', 'a']) log.warn('overrun', { service });
  log.error('not delivered', { channel: 'ops' });
  for (const problems of ['a', 'b', 'b']) log.error('not reloaded', { problems });
  expect(book.lines).toHaveLength(7);
});

test('the end of the process is always written', () => {
  const book = createLogBook();
  const log = quietRepeats(book, createFakeClock());
  log.fatal('stuck');
  log.fatal('stuck');
  expect(book.lines).toEqual(['fatal stuck', 'fatal stuck']);
});
