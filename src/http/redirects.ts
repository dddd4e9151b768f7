import { Failure } from '../domain/failure.ts';
import type { RedirectHop } from '../domain/observation.ts';
import { toPlainLine, truncate } from '../domain/plain-text.ts';
import { redactUrl } from '../domain/redaction.ts';
import type { Attempt } from './attempt.ts';
import { Cookies } from './cookies.ts';
import type { RawAnswer } from './exchange.ts';
import type { Hop, SendHop } from './hop.ts';
import { parseHttpUrl, shownUrl } from './url.ts';

/** The last answer, and how it was reached. */
export interface FinalAnswer {
  readonly answer: RawAnswer;
  /** Without userinfo and the values of sensitive query parameters. */
  readonly url: string;
  readonly method: string;
  readonly redirects: readonly RedirectHop[];
}

export interface RedirectParts {
  /** The most that are followed. */
  readonly followRedirects: number;
  readonly cookies?: Cookies | undefined;
  readonly send: SendHop;
  readonly attempt: Attempt;
}

const redirectCodes = new Set([301, 302, 303, 307, 308]);

/**
 * Sends a hop and, at most `followRedirects` times, where its answer redirects to (RFC 9110 §15.4). Another origin gets none of
 * the request's own headers, client certificate or server name. Rejects with `redirect_error` for a redirect that leads nowhere.
 */
export async function followRedirects(
  start: Omit<Hop, 'wantsBody'>,
  { followRedirects: most, cookies: shared, send, attempt }: RedirectParts,
): Promise<FinalAnswer> {
  const redirects: RedirectHop[] = [];
  const cookies = shared ?? new Cookies();
  const isRedirect = (statusCode: number) => most > 0 && redirectCodes.has(statusCode);
  let hop: Hop = { wantsBody: (statusCode) => !isRedirect(statusCode), ...start };
  for (;;) {
    const {
      method,
      way: { url },
    } = hop;
    const shown = shownUrl(url);
    attempt.begin({ url: shown, method, redirects: [...redirects] });
    const answer = await send(withCookies(hop, cookies), attempt);
    // Those of the last answer are of use to nobody but the requests after this one.
    if (shared !== undefined || isRedirect(answer.statusCode)) await cookies.take(answer.rawHeaders, url);
    if (!isRedirect(answer.statusCode)) return { answer, url: shown, method, redirects };

    const target = locationOf(answer, url);
    redirects.push({ url: shown, statusCode: answer.statusCode, location: shownUrl(target) });
    attempt.learn({ redirects: [...redirects] });
    if (redirects.length > most) throw tooMany(redirects, target);
    hop = nextHop(hop, target, answer.statusCode);
  }
}

function withCookies(hop: Hop, cookies: Cookies): Hop {
  if (cookies.empty) return hop;
  const name = Object.keys(hop.headers).find((header) => header.toLowerCase() === 'cookie') ?? 'Cookie';
  const cookie = cookies.headerFor(hop.way.url, hop.headers[name]);
  return cookie === undefined ? hop : { ...hop, headers: { ...hop.headers, [name]: cookie } };
}

function locationOf({ statusCode, headers }: RawAnswer, from: URL): URL {
  const location = asUtf8(headers.location);
  if (location === undefined) throw new Failure('redirect_error', `a redirect (${statusCode}) without a Location`);
  const shown = truncate(toPlainLine(redactUrl(location)), 200);
  if (!URL.canParse(location, from.href)) throw new Failure('redirect_error', `a redirect to what is no URL: ${shown}`);
  const target = parseHttpUrl(new URL(location, from).href);
  if (!target) throw new Failure('redirect_error', `a redirect to what is neither http nor https: ${shown}`);
  // Credentials that a server writes into a Location are not ours to send.
  return target.url;
}

/** Node.js reads headers as Latin-1; characters that a Location does not encode are meant as UTF-8, as browsers take them. */
function asUtf8(header: string | undefined): string | undefined {
  if (header === undefined || !/[\u0080-\u00ff]/.test(header)) return header;
  const text = Buffer.from(header, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? header : text;
}

function tooMany(redirects: readonly RedirectHop[], target: URL): Failure {
  const urls = [...redirects.map(({ url }) => url), shownUrl(target)];
  const loop = new Set(urls).size < urls.length;
  const problem = loop ? 'a redirect loop' : `more than ${redirects.length - 1} redirects`;
  return new Failure('redirect_error', `${problem}: ${truncate(urls.map(toPlainLine).join(' → '), 1_000)}`);
}

function nextHop(hop: Hop, target: URL, statusCode: number): Hop {
  const rewritten = rewriteMethod(hop, statusCode);
  const way = { ...rewritten.way, url: target };
  if (target.origin === hop.way.url.origin) return { ...rewritten, way };
  const { serverName: _name, cert: _cert, key: _key, ...tls } = way.tls;
  return { ...rewritten, headers: {}, way: { ...way, tls, address: undefined } };
}

/** 303 asks for a GET; 301 and 302 after POST get one by custom; 307 and 308 repeat the request (RFC 9110 §15.4). */
function rewriteMethod(hop: Hop, statusCode: number): Hop {
  const { method } = hop;
  const toGet = statusCode === 303 ? method !== 'HEAD' : statusCode < 303 && method === 'POST';
  if (!toGet) return hop;
  const headers = Object.entries(hop.headers).filter(([name]) => !name.toLowerCase().startsWith('content-'));
  return { ...hop, method: 'GET', headers: Object.fromEntries(headers), body: undefined };
}
