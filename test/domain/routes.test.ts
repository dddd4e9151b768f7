import { describe, expect, test } from 'vitest';
import { destinationsOf, type Route } from '../../src/domain/routes.ts';

function route(match: Route['match'], channels: readonly string[], changes: Partial<Route> = {}): Route {
  return { match, channels, repeatIntervalMs: 1, groupWaitMs: 2, continue: false, ...changes };
}

const service = { name: 'checkout', group: 'shop', tags: { tier: '1' } };

function channels(routes: readonly Route[], severity: 'critical' | 'warning' = 'critical'): readonly string[] {
  return destinationsOf(routes, { service, severity }).map(({ channel }) => channel);
}

describe('an alert', () => {
  test.each<[what: string, routes: readonly Route[], expected: readonly string[]]>([
    ['goes nowhere without routes', [], []],
    [
      'goes to the first route that matches',
      [route({ tags: { tier: '2' } }, ['a']), route({}, ['b']), route({}, ['c'])],
      ['b'],
    ],
    [
      'goes on where the route says so',
      [route({}, ['a'], { continue: true }), route({ group: 'x' }, ['b']), route({}, ['c'])],
      ['a', 'c'],
    ],
    [
      'goes on to the end where every route says so',
      [route({}, ['a'], { continue: true }), route({}, ['b'], { continue: true })],
      ['a', 'b'],
    ],
    ['goes to each channel once', [route({}, ['a', 'b'], { continue: true }), route({}, ['b', 'c'])], ['a', 'b', 'c']],
    [
      'is told apart by its severity',
      [route({ severity: 'warning' }, ['a']), route({ severity: 'critical' }, ['b'])],
      ['b'],
    ],
    [
      'is told apart by group, name and tags',
      [route({ group: 'shop', services: ['checkout'], tags: { tier: '1' } }, ['a'])],
      ['a'],
    ],
  ])('%s', (_what, routes, expected) => {
    expect(channels(routes)).toEqual(expected);
  });

  test('keeps the intervals of the first route that leads to a channel', () => {
    const routes = [
      route({}, ['a'], { repeatIntervalMs: 10, continue: true }),
      route({}, ['a'], { repeatIntervalMs: 20 }),
    ];
    expect(destinationsOf(routes, { service, severity: 'critical' })).toEqual([
      { channel: 'a', repeatIntervalMs: 10, groupWaitMs: 2 },
    ]);
  });

  test('about svcmon itself goes to every channel of every route', () => {
    const routes = [route({ tags: { tier: '9' } }, ['a']), route({ severity: 'warning' }, ['b', 'a'])];
    expect(destinationsOf(routes, { severity: 'critical' }).map(({ channel }) => channel)).toEqual(['a', 'b']);
  });
});
