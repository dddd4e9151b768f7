import { describe, expect, test } from 'vitest';
import {
  type MaintenanceWindow,
  maintenanceOf,
  matchesService,
  type ServiceMatch,
  type Silence,
  silenceOf,
} from '../../src/domain/silence.ts';

const service = { name: 'checkout', group: 'shop', tags: { tier: '1', team: 'payments' } };

test.each<[match: ServiceMatch, matches: boolean]>([
  [{}, true],
  [{ services: ['checkout', 'cart'] }, true],
  [{ services: ['cart'] }, false],
  [{ services: [] }, false],
  [{ group: 'shop' }, true],
  [{ group: 'bank' }, false],
  [{ tags: { tier: '1' } }, true],
  [{ tags: { tier: '1', team: 'payments' } }, true],
  [{ tags: { tier: '2' } }, false],
  [{ tags: { toString: 'x' } }, false],
  [{ group: 'shop', tags: { tier: '2' } }, false],
])('%j says of a service whether it is meant', (match, matches) => {
  expect(matchesService(match, service)).toBe(matches);
});

test('a group is not matched by a service without one', () => {
  expect(matchesService({ group: 'shop' }, { name: 'x', tags: {} })).toBe(false);
});

const silence: Silence = { id: 's', match: {}, startsAt: 10, endsAt: 20, by: 'ann', comment: '', createdAt: 0 };
const window: MaintenanceWindow = { ...silence, name: 'patching', origin: 'person' };

describe('a silence and a maintenance window', () => {
  test.each([
    [9, false],
    [10, true],
    [19, true],
    [20, false],
  ])('hold at %i: %s', (at, holds) => {
    expect(silenceOf([silence], service, at) !== undefined).toBe(holds);
    expect(maintenanceOf([window], service, at) !== undefined).toBe(holds);
  });

  test('hold for whom they are meant only', () => {
    expect(silenceOf([{ ...silence, match: { group: 'bank' } }], service, 15)).toBeUndefined();
    expect(maintenanceOf([{ ...window, match: { group: 'bank' } }], service, 15)).toBeUndefined();
  });

  test('that is cancelled ends then', () => {
    const cancelled = { ...window, cancelledAt: 15 };
    expect(maintenanceOf([cancelled], service, 14)).toBe(cancelled);
    expect(maintenanceOf([cancelled], service, 15)).toBeUndefined();
  });
});
