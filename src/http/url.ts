import { Failure } from '../domain/failure.ts';
import { redactUrl } from '../domain/redaction.ts';

/** Where a hop goes: without userinfo and fragment, so that it may be shown and compared. */
export interface HopUrl {
  readonly url: URL;
  /** `Basic …` where the text held userinfo. */
  readonly authorization?: string;
}

/** Normalises an absolute http or https URL (WHATWG URL); undefined for anything else. */
export function parseHttpUrl(text: string): HopUrl | undefined {
  const url = parse(text);
  if (url === undefined) return undefined;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  const authorization = basicOf(url);
  if (url.hash !== '') url.hash = '';
  if (authorization === undefined) return { url };
  url.username = '';
  url.password = '';
  return { url, authorization };
}

// Parsing is most of what a URL costs, so it is not asked first whether it can be.
function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** A URL without userinfo as it may be shown: the values of sensitive query parameters masked. */
export function shownUrl(url: URL): string {
  return url.search === '' ? url.href : redactUrl(url.href);
}

/** The same for a URL that a request brings along; throws a Failure, since configuration and API check theirs before. */
export function requireHttpUrl(text: string): HopUrl {
  const parsed = parseHttpUrl(text);
  if (parsed) return parsed;
  throw new Failure('internal_error', 'asked for something that is not an absolute http or https URL');
}

/** The port a URL means, also where it is the default one and so left out. */
export function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port);
  if (protocol.startsWith('socks')) return 1080;
  return protocol === 'https:' ? 443 : 80;
}

/** The host of a URL without the brackets of an IPv6 address. */
export function hostOf({ hostname }: URL): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

/** User name and password, as they are meant. */
export interface Userinfo {
  readonly username: string;
  readonly password: string;
}

/** The userinfo of a URL, if it has one. */
export function userinfoOf({ username, password }: URL): Userinfo | undefined {
  if (username === '' && password === '') return undefined;
  return { username: decoded(username), password: decoded(password) };
}

/** The value of an Authorization or Proxy-Authorization header for the userinfo of a URL (RFC 7617), if it has one. */
export function basicOf(url: URL): string | undefined {
  const userinfo = userinfoOf(url);
  return userinfo && `Basic ${Buffer.from(`${userinfo.username}:${userinfo.password}`).toString('base64')}`;
}

function decoded(component: string): string {
  try {
    return decodeURIComponent(component);
  } catch {
    return component;
  }
}
