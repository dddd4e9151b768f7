import { describe, expect, test } from 'vitest';
import { configOfText, loadText, twoServices } from './load-text.ts';

const dayMs = 86_400_000;

describe('storage', () => {
  test('has a place and a retention although nobody asked for it', async () => {
    expect((await configOfText(twoServices)).storage).toEqual({
      url: 'sqlite:data/svcmon.db',
      configured: false,
      retention: { resultsMs: 14 * dayMs, hourlyMs: 400 * dayMs, dailyMs: 1_825 * dayMs },
    });
  });

  test.each([
    ['storage: {}', 'sqlite:data/svcmon.db', 14],
    [
      'storage: { url: "sqlite:/var/lib/svcmon/svcmon.db", retention: { results: 90d } }',
      'sqlite:/var/lib/svcmon/svcmon.db',
      90,
    ],
    ['storage: { url: "sqlite:///var/lib/svcmon.db" }', 'sqlite:///var/lib/svcmon.db', 14],
  ])('is asked for by %s', async (line, url, days) => {
    const { storage } = await configOfText(twoServices + line);
    expect(storage).toMatchObject({ url, configured: true, retention: { resultsMs: days * dayMs } });
  });

  test.each([
    ['postgres://db/svcmon', 'PostgreSQL is not supported by this version; expected "sqlite:" and a path'],
    ['data/svcmon.db', 'expected "sqlite:" and a path, such as "sqlite:data/svcmon.db"'],
    ['sqlite:', 'expected "sqlite:" and a path, such as "sqlite:data/svcmon.db"'],
    ['sqlite::memory:', 'expected "sqlite:" and a path, such as "sqlite:data/svcmon.db"'],
    ['sqlite://host/svcmon.db', 'expected "sqlite:" and a path, such as "sqlite:data/svcmon.db"'],
  ])('is refused at %s', async (url, message) => {
    expect((await loadText(`${twoServices}storage: { url: "${url}" }`)).problems).toEqual([
      `services.yaml:4:17 storage.url: ${message}`,
    ]);
  });

  test('is refused with a retention under an hour', async () => {
    expect((await loadText(`${twoServices}storage: { retention: { results: 5m } }`)).problems).toEqual([
      'services.yaml:4:34 storage.retention.results: expected a duration between 1h and 100y, got "5m"',
    ]);
  });
});
