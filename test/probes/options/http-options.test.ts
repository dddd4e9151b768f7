import { expect, test } from 'vitest';
import { httpKeys } from '../../../src/probes/options/http-options.ts';

test('a service of nothing but a URL gets every default', () => {
  expect(httpKeys.parse({ url: 'https://shop.example' })).toEqual({
    url: 'https://shop.example/',
    method: 'GET',
    each_address: false,
    follow_redirects: 5,
    expected_status: [{ from: 200, to: 299 }],
    ip_family: 'any',
  });
});

test.each([
  [{ url: undefined }],
  [{ follow_redirects: true }],
  [{ follow_redirects: 21 }],
  [{ follow_redirects: 1.5 }],
  [{ form: { a: [1] } }],
  [{ body: 5 }],
  [{ body_file: '' }],
  [{ expected_status: '6xx' }],
  [{ timeout: 5 }],
])('a service with %j is refused', (options) => {
  expect(httpKeys.safeParse({ url: 'https://shop.example', ...options }).success).toBe(false);
});

test.each([[false], [0], [20]])('follow_redirects may be %j', (follow) => {
  expect(httpKeys.parse({ url: 'https://shop.example', follow_redirects: follow }).follow_redirects).toBe(follow);
});
