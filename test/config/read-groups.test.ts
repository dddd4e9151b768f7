import { describe, expect, test } from 'vitest';
import { configOfText, loadText, twoServices } from './load-text.ts';

/** `checkout` of the group `shop`, `orders-db` of none, then these lines from line 4 on. */
function followedBy(...lines: readonly string[]): string {
  return [twoServices.trimEnd(), ...lines, ''].join('\n');
}

describe('groups', () => {
  test('are down while any of their services is, unless told otherwise', async () => {
    const { groups } = await configOfText(followedBy('groups: { shop: {} }'));
    expect(groups).toEqual([{ name: 'shop', aggregation: 'all_of', weights: {} }]);
  });

  test('have weights and an objective of their own', async () => {
    const { groups } = await configOfText(
      followedBy(
        'groups: { shop: { aggregation: weighted, weights: { checkout: 3 }, slo: { objective: 99.5, window: month } } }',
      ),
    );
    expect(groups).toEqual([
      {
        name: 'shop',
        aggregation: 'weighted',
        weights: { checkout: 3 },
        slo: {
          objective: { availability: 0.995, minOutageMs: 0, degradedWeight: 0 },
          window: { unit: 'month' },
          alert: false,
        },
      },
    ]);
  });

  test.each([
    ['groups: { shpo: {} }', ['services.yaml:4:11', 'no service has the group "shpo"', 'did you mean "shop"?']],
    ['groups: { shop: { aggregation: average } }', ['expected "all_of", "any_of" or "weighted", got "average"']],
    [
      'groups: { shop: { weights: { checkout: 2 } } }',
      ['weights are for groups that are weighted', 'say "aggregation: weighted"'],
    ],
    [
      'groups: { shop: { aggregation: weighted, weights: { orders-db: 2 } } }',
      ['"orders-db" is not of the group "shop"'],
    ],
    [
      'groups: { shop: { aggregation: weighted, weights: { chekout: 2 } } }',
      ['no service is named "chekout"', 'did you mean "checkout"?'],
    ],
    [
      'groups: { shop: { aggregation: weighted, weights: { checkout: 0 } } }',
      ['at least one service must have a weight above 0'],
    ],
    ['groups: { shop: { slo: { objective: 99, alert: true } } }', ['unknown key']],
    [
      'reports: { timezone: Europe/Berlim }',
      ['services.yaml:4:22', 'expected an IANA time zone such as "Europe/Berlin", got "Europe/Berlim"'],
    ],
  ])('%s is refused', async (line, parts) => {
    const { problems } = await loadText(followedBy(line));
    expect(problems).toHaveLength(1);
    for (const part of parts) expect(problems[0]).toContain(part);
  });
});

test('reports are in UTC unless told otherwise', async () => {
  expect((await configOfText(twoServices)).reports.timezone).toBe('UTC');
  const { reports } = await configOfText(followedBy('reports: { timezone: Europe/Berlin }'));
  expect(reports.timezone).toBe('Europe/Berlin');
});
