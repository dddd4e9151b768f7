import type { OptionProblem } from '../probe.ts';
import type { HttpOptions } from './http-options.ts';

const bodyKeys = ['json', 'form', 'body', 'body_file'] as const;

/** Mistakes in the options of an http service that show only across keys: two bodies, or credentials that are said twice. */
export function httpProblems(options: HttpOptions): readonly OptionProblem[] {
  return [
    ...bodyProblems(options),
    ...authProblems(options),
    ...headerProblems(options),
    ...paramProblems(options),
    ...userinfoProblems(options),
  ];
}

function bodyProblems(options: HttpOptions): readonly OptionProblem[] {
  const [first, ...others] = bodyKeys.filter((key) => options[key] !== undefined);
  return others.map((key) => ({ path: [key], message: `a request has one body, and ${first} is given already` }));
}

function authProblems({ auth, url }: HttpOptions): readonly OptionProblem[] {
  const message = auth?.unsuited(url);
  return message === undefined ? [] : [{ path: ['auth', 'type'], message }];
}

function headerProblems({ auth, headers = {} }: HttpOptions): readonly OptionProblem[] {
  const added = new Set(auth?.adds().headers.map((name) => name.toLowerCase()));
  return Object.keys(headers)
    .filter((name) => added.has(name.toLowerCase()))
    .map((name) => ({ path: ['headers', name], message: 'auth sends this header already' }));
}

function paramProblems({ auth, params = {}, url }: HttpOptions): readonly OptionProblem[] {
  const inUrl = new URL(url).searchParams;
  const added = auth?.adds().params ?? [];
  return added.flatMap((name): readonly OptionProblem[] => {
    if (Object.hasOwn(params, name)) return [{ path: ['params', name], message: 'auth sends this parameter already' }];
    return inUrl.has(name) ? [{ path: ['url'], message: `auth sends the parameter ${name} already` }] : [];
  });
}

function userinfoProblems({ auth, headers, url }: HttpOptions): readonly OptionProblem[] {
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
