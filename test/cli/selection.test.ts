import { describe, expect, test } from 'vitest';
import { describeUnmatched, type Selection, select } from '../../src/cli/selection.ts';
import { serviceNamed } from '../support/service.ts';

const items = [
  { service: serviceNamed('checkout', { group: 'shop', tags: { team: 'payments', tier: '1' } }) },
  { service: serviceNamed('search', { group: 'shop', tags: { team: 'web' } }) },
  { service: serviceNamed('orders-db', { tags: { tier: '1' } }) },
];

function namesOf(selection: Partial<Selection>) {
  return select(items, { names: [], tags: [], ...selection }).selected.map(({ service }) => service.name);
}

describe('a selection', () => {
  test.each([
    ['of nothing in particular takes all', {}, ['checkout', 'search', 'orders-db']],
    ['of names keeps the configured order', { names: ['orders-db', 'checkout'] }, ['checkout', 'orders-db']],
    ['of a group takes its services', { group: 'shop' }, ['checkout', 'search']],
    ['of a tag takes those with its value', { tags: ['team=web'] }, ['search']],
    ['of a key takes those that have it', { tags: ['tier'] }, ['checkout', 'orders-db']],
    ['of several tags wants all of them', { tags: ['tier=1', 'team=payments'] }, ['checkout']],
    ['of a text takes names that contain it in any case', { grep: 'CH' }, ['checkout', 'search']],
    ['of several kinds wants all of them', { group: 'shop', grep: 'search', tags: ['team'] }, ['search']],
    ['that nothing matches is empty', { group: 'nobody' }, []],
    ['of an inherited property matches nothing', { tags: ['constructor'] }, []],
  ])('%s', (_name, selection, names) => {
    expect(namesOf(selection)).toEqual(names);
  });

  test.each([
    ['checkot', 'no service is named "checkot"; did you mean "checkout"?'],
    ['orders', 'no service is named "orders"; did you mean "orders-db"?'],
    ['CHECKOUT', 'no service is named "CHECKOUT"; did you mean "checkout"?'],
  ])('of %s, which there is not, names the closest', (name, sentence) => {
    const { unmatched } = select(items, { names: [name], tags: [] });
    expect(unmatched.map(describeUnmatched)).toEqual([sentence]);
  });

  test('from no services at all has no advice', () => {
    const { unmatched } = select([], { names: ['x'], tags: [] });
    expect(unmatched.map(describeUnmatched)).toEqual(['no service is named "x"']);
  });
});
