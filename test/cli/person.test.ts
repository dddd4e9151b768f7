import { expect, test } from 'vitest';
import { nameOf } from '../../src/cli/person.ts';

test.each([
  ['the name that is given', { by: ' kim  lee ' }, { USER: 'root' }, 'kim lee'],
  ['who called sudo', {}, { SUDO_USER: 'kim', USER: 'svcmon' }, 'kim'],
  ['the user', {}, { USER: 'kim' }, 'kim'],
  ['the login name', {}, { USER: '', LOGNAME: 'kim' }, 'kim'],
  ['somebody', {}, {}, 'somebody'],
])('it is done by %s', (_name, options, environment, name) => {
  expect(nameOf(options, environment)).toBe(name);
});

test('it is done by nobody without a name', () => {
  expect(() => nameOf({ by: ' \u0007' }, {})).toThrow('--by is empty');
});
