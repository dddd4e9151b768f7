import type { CookieJar } from 'tough-cookie';
import { headerValues } from './headers.ts';

/** The cookies that the answers of one visit set. Until one does, the cookie library is not loaded. */
export class Cookies {
  #jar: CookieJar | undefined;

  get empty(): boolean {
    return this.#jar === undefined;
  }

  /** Takes the cookies of an answer; those that RFC 6265 refuses are left out. */
  async take(rawHeaders: readonly string[], url: URL): Promise<void> {
    const cookies = headerValues(rawHeaders, 'set-cookie');
    if (cookies.length === 0) return;
    this.#jar ??= new (await import('tough-cookie')).CookieJar();
    for (const cookie of cookies) this.#jar.setCookieSync(cookie, url.href, { ignoreError: true });
  }

  /** The Cookie header for a URL: what the request itself brings, then what was set. */
  headerFor(url: URL, own: string | undefined): string | undefined {
    const set = this.#jar?.getCookieStringSync(url.href);
    return [own, set].filter((cookies) => cookies !== undefined && cookies !== '').join('; ') || undefined;
  }
}
