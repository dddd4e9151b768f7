import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { StoreRefused } from '../../src/storage/store-refused.ts';
import { pathOfStoreUrl } from '../../src/storage/store-url.ts';

describe('the url of a store', () => {
  test.each([
    ['sqlite:data/svcmon.db', resolve('data/svcmon.db')],
    ['sqlite:./svcmon.db', resolve('svcmon.db')],
    ['sqlite:/var/lib/svcmon/svcmon.db', '/var/lib/svcmon/svcmon.db'],
    ['sqlite:///var/lib/svcmon/svcmon.db', '/var/lib/svcmon/svcmon.db'],
    ['sqlite:with blank & umlaut ä.db', resolve('with blank & umlaut ä.db')],
  ])('%s is the file %s', (url, path) => {
    expect(pathOfStoreUrl(url)).toBe(path);
  });

  test.each([
    '',
    'sqlite:',
    'sqlite://host/file',
    'sqlite::memory:',
    'data/svcmon.db',
    'postgres://db/svcmon',
    'SQLITE:x',
  ])('"%s" is refused', (url) => {
    expect(() => pathOfStoreUrl(url)).toThrow(StoreRefused);
  });
});
