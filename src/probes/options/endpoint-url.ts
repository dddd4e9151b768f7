import { hostKey } from './network-keys.ts';

/** The parts of a URL that stands for a service, as far as they are given. */
export type EndpointParts<Name extends string> = { readonly [Key in Name]?: string } & {
  readonly host: string;
  readonly port?: number;
};

/** Reads `scheme://host:port?name=value` with those names alone. Throws a RangeError that says what is wrong with a URL. */
export function endpointOf<const Name extends string>(url: URL, names: readonly Name[] = []): EndpointParts<Name> {
  const { protocol, hostname, port, pathname, searchParams } = url;
  const shown = `${protocol}//${url.host}`;
  const { data: host } = hostKey().safeParse(decoded(hostname));
  if (host === undefined) throw new RangeError(`${shown} names no host that can be looked up`);
  if (url.username !== '' || url.password !== '') throw new RangeError(`${shown} takes no user name and password`);
  if (pathname !== '' && pathname !== '/') throw new RangeError(`${shown} takes no path`);
  const unknown = [...searchParams.keys()].find((name) => !names.some((known) => known === name));
  if (unknown !== undefined) throw new RangeError(`${shown} takes no ${unknown}; ${listed(names)}`);
  const given = names.flatMap((name) => (searchParams.has(name) ? [[name, searchParams.get(name)]] : []));
  return { host, ...(port !== '' && { port: Number(port) }), ...Object.fromEntries(given) };
}

/** The host of a URL whose scheme is not of the web stands there as it was typed, percent-encoded where it is not ASCII. */
function decoded(hostname: string): string {
  try {
    return decodeURIComponent(hostname);
  } catch {
    return hostname;
  }
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'nothing may follow the port' : `it takes ${names.map((name) => `?${name}=`).join(', ')}`;
}
