import { expect, test } from 'vitest';
import { authKey } from '../../src/auth/registry.ts';
import { authContext, unprovenRequest } from '../support/auth-context.ts';

test('bearer sends its token in the Authorization header', async () => {
  const auth = authKey().parse({ type: 'bearer', token: 'mF_9.B5f-4.1JqM' });
  expect(await auth.credentials(unprovenRequest(), authContext())).toEqual({
    headers: { Authorization: 'Bearer mF_9.B5f-4.1JqM' },
    params: {},
    proof: 'bearer: token as configured',
  });
  expect(auth.derivedSecrets()).toEqual([]);
});

test.each([['hunter2\n'], ['hunter2 hunter2'], ['hunter2☃'], ['']])(
  'bearer refuses the token %j without repeating it',
  (token) => {
    const { error } = authKey().safeParse({ type: 'bearer', token }, { reportInput: true });
    expect(error?.issues).toHaveLength(1);
    expect(JSON.stringify(error?.issues)).not.toContain('hunter2');
  },
);
