import type { OptionProblem } from '../probe.ts';
import type { HttpOptions } from './http-options.ts';

const bodyKeys = ['json', 'form', 'body', 'body_file', 'graphql', 'multipart'] as const;

/** Mistakes in the options of an http service that show only across keys: two bodies, or credentials that are said twice. */
export function httpProblems(options: HttpProblemOptions): readonly OptionProblem[] {
  return [
    ...bodyProblems(options),
    ...ownWayProblems(options),
    ...authProblems(options),
    ...headerProblems(options),
    ...paramProblems(options),
    ...userinfoProblems(options),
  ];
}

/** A step of a flow has not all of the keys. */
type HttpProblemOptions = Omit<HttpOptions, 'each_address' | 'robots'> & Partial<Pick<HttpOptions, 'each_address'>>;

function bodyProblems(options: HttpProblemOptions): readonly OptionProblem[] {
  const [first, ...others] = bodyKeys.filter((key) => options[key] !== undefined);
  return others.map((key) => ({ path: [key], message: `a request has one body, and ${first} is given already` }));
}

function ownWayProblems({ graphql, multipart, method, headers = {}, each_address, proxy }: HttpProblemOptions) {
  const problems: OptionProblem[] = [];
  if (graphql !== undefined && method !== 'GET' && method !== 'POST') {
    problems.push({ path: ['method'], message: 'a graphql body is sent by POST' });
  }
  const type = Object.keys(headers).find((name) => name.toLowerCase() === 'content-type');
  if (multipart !== undefined && type !== undefined) {
    problems.push({
      path: ['headers', type],
      message: 'multipart sends its own, which names the boundary of the parts',
    });
  }
  if (each_address === true && proxy !== undefined) {
    problems.push({ path: ['each_address'], message: 'through a proxy, it is the proxy that chooses the address' });
  }
  return problems;
}

function authProblems({ auth, url }: Pick<HttpOptions, 'auth' | 'url'>): readonly OptionProblem[] {
  const message = auth?.unsuited(url);
  return message === undefined ? [] : [{ path: ['auth', 'type'], message }];
}

function headerProblems({ auth, headers = {} }: Pick<HttpOptions, 'auth' | 'headers'>): readonly OptionProblem[] {
  const added = new Set(auth?.adds().headers.map((name) => name.toLowerCase()));
  return Object.keys(headers)
    .filter((name) => added.has(name.toLowerCase()))
    .map((name) => ({ path: ['headers', name], message: 'auth sends this header already' }));
}

function paramProblems({
  auth,
  params = {},
  url,
}: Pick<HttpOptions, 'auth' | 'params' | 'url'>): readonly OptionProblem[] {
  const inUrl = new URL(url).searchParams;
  const added = auth?.adds().params ?? [];
  return added.flatMap((name): readonly OptionProblem[] => {
    if (Object.hasOwn(params, name)) return [{ path: ['params', name], message: 'auth sends this parameter already' }];
    return inUrl.has(name) ? [{ path: ['url'], message: `auth sends the parameter ${name} already` }] : [];
  });
}

function userinfoProblems({
  auth,
  headers,
  url,
}: Pick<HttpOptions, 'auth' | 'headers' | 'url'>): readonly OptionProblem[] {
  const { username, password } = new URL(url);
  if (username === '' && password === '') return [];
  const others = Object.entries({ auth: auth?.adds().headers, headers: Object.keys(headers ?? {}) });
  return others
    .filter(([, names = []]) => names.some((name) => name.toLowerCase() === 'authorization'))
    .map(([other]) => ({
      path: ['url'],
      message: `its user name and password are sent as Authorization, which ${other} gives already`,
    }));
}
