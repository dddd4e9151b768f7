import { describe, expect, test } from 'vitest';
import { Cookies } from '../../src/http/cookies.ts';

const site = new URL('https://shop.example/a/b');

async function jarWith(...setCookies: readonly string[]): Promise<Cookies> {
  const cookies = new Cookies();
  await cookies.take(
    setCookies.flatMap((cookie) => ['Set-Cookie', cookie]),
    site,
  );
  return cookies;
}

describe('the cookies of redirects', () => {
  test('are none until one is set', async () => {
    const cookies = await jarWith();
    expect(cookies.empty).toBe(true);
    expect(cookies.headerFor(site, undefined)).toBeUndefined();
    expect(cookies.headerFor(site, 'own=1')).toBe('own=1');
  });

  test.each([
    ['at once', 'a=1', 'https://shop.example/a/', 'a=1'],
    ['only below its path', 'a=1; Path=/x', 'https://shop.example/a/', undefined],
    ['not to another host', 'a=1', 'https://other.example/a/', undefined],
    ['to hosts of its domain', 'a=1; Domain=shop.example; Path=/', 'https://api.shop.example/', 'a=1'],
    ['never for a domain that is not its own', 'a=1; Domain=other.example', 'https://other.example/', undefined],
    ['never for a whole top-level domain', 'a=1; Domain=example', 'https://other.example/', undefined],
    ['not in the clear when it is secure', 'a=1; Path=/; Secure', 'http://shop.example/', undefined],
    ['no longer when it has expired', 'a=1; Path=/; Max-Age=0', 'https://shop.example/', undefined],
    ['not at all when it is malformed', '=; ;=', 'https://shop.example/', undefined],
  ])('are sent %s', async (_when, cookie, url, header) => {
    expect((await jarWith(cookie)).headerFor(new URL(url), undefined)).toBe(header);
  });

  test('come after those of the request itself', async () => {
    const cookies = await jarWith('a=1', 'b=2, with a comma');
    expect(cookies.headerFor(site, 'own=0')).toBe('own=0; a=1; b=2, with a comma');
    expect(cookies.headerFor(site, '')).toBe('a=1; b=2, with a comma');
  });
});
