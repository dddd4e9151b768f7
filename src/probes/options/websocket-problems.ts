import type { BoundAuth } from '../../auth/scheme.ts';
import type { OptionProblem } from '../probe.ts';

interface WebSocketOptions {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly origin?: string | undefined;
  readonly auth?: BoundAuth | undefined;
}

/** Mistakes in the options of a websocket service that show only across keys: headers and credentials that are said twice. */
export function webSocketProblems({ url, headers = {}, origin, auth }: WebSocketOptions): readonly OptionProblem[] {
  const parsed = new URL(url);
  const userinfo = parsed.username !== '' || parsed.password !== '' ? ['Authorization'] : [];
  const givers: readonly (readonly [giver: string, names: readonly string[]])[] = [
    ['auth', auth?.adds().headers ?? []],
    ['origin', origin === undefined ? [] : ['Origin']],
    ['the user name in the URL', userinfo],
  ];
  const twice = Object.keys(headers).flatMap((name): readonly OptionProblem[] => {
    const [giver] = givers.find(([, names]) => names.some((other) => same(other, name))) ?? [];
    return giver === undefined ? [] : [{ path: ['headers', name], message: `${giver} sends this header already` }];
  });
  return [...twice, ...authProblems(parsed, userinfo, auth)];
}

function authProblems(url: URL, userinfo: readonly string[], auth: BoundAuth | undefined): readonly OptionProblem[] {
  if (auth === undefined) return [];
  const { headers, params } = auth.adds();
  const unsuited = auth.unsuited(url.href.replace(/^ws/, 'http'));
  const problems = [
    ...params.filter((name) => url.searchParams.has(name)).map((name) => `auth sends the parameter ${name} already`),
    ...(userinfo.some((name) => headers.some((other) => same(other, name)))
      ? ['its user name and password are sent as Authorization, which auth gives already']
      : []),
  ];
  return [
    ...problems.map((message) => ({ path: ['url'], message })),
    ...(unsuited === undefined ? [] : [{ path: ['auth'], message: unsuited }]),
  ];
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
