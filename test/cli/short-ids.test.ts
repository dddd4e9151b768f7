import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/cli/exit-code.ts';
import { pickOne } from '../../src/cli/pick-one.ts';
import { shortIds } from '../../src/cli/short-ids.ts';

const ids = ['01KAH3Y2M40000AA', '01KAH3Y2M40001BB', '01KAGZZZM40000CC'];
const items = ids.map((id) => ({ id }));

test('an id is cut to eight characters, or to as many as tell it from the others', () => {
  expect([...shortIds(ids).values()]).toEqual(['01KAH3Y2M40000', '01KAH3Y2M40001', '01KAGZZZ']);
});

test('ids that are not shown count too', () => {
  expect([...shortIds(ids.slice(0, 1), ids.slice(1)).values()]).toEqual(['01KAH3Y2M40000']);
});

describe('picking one', () => {
  test.each([
    ['its id', '01KAGZZZM40000CC'],
    ['the beginning of it', '01KAG'],
    ['the beginning of it in any case', '01kag'],
  ])('finds an item by %s', (_name, text) => {
    expect(pickOne(items, text, 'thing')).toBe(items[2]);
  });

  test('prefers the whole id to one that goes on', () => {
    const both = [{ id: 'i-1' }, { id: 'i-10' }];
    expect(pickOne(both, 'i-1', 'thing')).toBe(both[0]);
  });

  test.each<[string, string, 2 | 4, string]>([
    ['nothing begins so', '02', 4, 'there is no thing "02"'],
    ['there is no text', '', 4, 'there is no thing ""'],
    ['several begin so', '01KAH', 2, '"01KAH" is the beginning of 2 ids: 01KAH3Y2M40000, 01KAH3Y2M40001'],
  ])('fails where %s', (_name, text, exitCode, message) => {
    expect(() => pickOne(items, text, 'thing')).toThrow(new UsageError(message, exitCode));
  });
});
