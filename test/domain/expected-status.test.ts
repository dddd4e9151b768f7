import { describe, expect, test } from 'vitest';
import { expectedStatusKey, formatExpectedStatus, isExpectedStatus } from '../../src/domain/expected-status.ts';

const key = expectedStatusKey();

describe('an expected status', () => {
  test.each([
    [200, '200', 200, 201],
    ['200', '200', 200, 201],
    ['2xx', '2xx', 299, 300],
    ['2XX', '2xx', 200, 199],
    ['200-204', '200-204', 204, 205],
    [[200, '3xx'], '200, 3xx', 302, 201],
  ])('%j is shown as %s, accepts %d and not %d', (value, shown, accepted, refused) => {
    const expected = key.parse(value);
    expect(formatExpectedStatus(expected)).toBe(shown);
    expect([isExpectedStatus(accepted, expected), isExpectedStatus(refused, expected)]).toEqual([true, false]);
  });

  test.each([[99], [600], [20], ['6xx'], ['204-200'], ['ok'], [[]], [[200, 'x']], [200.5], [null], [{}]])(
    '%j is refused with what to write',
    (value) => {
      const issue = key.safeParse(value).error?.issues[0];
      expect(issue?.message).toContain('expected a status code such as 200, "2xx", "200-299" or a list of these');
    },
  );
});
