/** What a URL such as `postgres://user:password@host:5432/orders?sslmode=require` says. */
export interface DatabaseUrl {
  readonly host: string;
  readonly port?: number;
  readonly username?: string;
  readonly password?: string;
  /** The path without its first slash. */
  readonly database?: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** Reads the URL of a database that takes those parameters. Throws a RangeError for any other, and for one without a host. */
export function readDatabaseUrl(url: URL, parameters: readonly string[]): DatabaseUrl {
  const { protocol, hostname, port, username, password, pathname, searchParams } = url;
  const shown = `${protocol}//${url.host}`;
  const host = decoded(hostname).replace(/^\[(.*)\]$/, '$1');
  if (host === '') throw new RangeError(`${shown} names no host; write ${protocol}//host`);
  const unknown = [...searchParams.keys()].find((name) => !parameters.includes(name));
  if (unknown !== undefined) {
    const known = parameters.map((name) => `?${name}=`).join(', ');
    throw new RangeError(`${shown} takes no ${unknown}; it takes ${known}`);
  }
  const database = decoded(pathname.slice(1));
  return {
    host,
    ...(port !== '' && { port: Number(port) }),
    ...(username !== '' && { username: decoded(username) }),
    ...(password !== '' && { password: decoded(password) }),
    ...(database !== '' && { database }),
    parameters: new Map(searchParams),
  };
}

/** The keys of the service that such a URL stands for; `tlsModes` are the values of its parameter of that name. */
export function sqlKeysOf(url: URL, tlsModes: TlsModes): Readonly<Record<string, unknown>> {
  const { parameters, ...keys } = readDatabaseUrl(url, ['query', tlsModes.name]);
  if (keys.username === undefined) {
    throw new RangeError(
      `${url.protocol}//${url.host} names no user; write ${url.protocol}//user:password@host/database`,
    );
  }
  const query = parameters.get('query');
  return { ...keys, ...(query !== undefined && { query }), ...tlsOf(parameters.get(tlsModes.name), tlsModes) };
}

/** The keys of the service that `redis://:password@host:6379/0?command=GET%20jobs` stands for; `rediss:` is the same with TLS. */
export function redisKeysOf(url: URL): Readonly<Record<string, unknown>> {
  const { parameters, database, ...keys } = readDatabaseUrl(url, ['command']);
  if (database !== undefined && !/^\d+$/.test(database)) {
    throw new RangeError(`${url.protocol}//${url.host} takes the number of a database as its path, not ${database}`);
  }
  const words =
    parameters
      .get('command')
      ?.split(/\s+/)
      .filter((word) => word !== '') ?? [];
  return {
    ...keys,
    ...(database !== undefined && { database: Number(database) }),
    ...(words.length > 0 && { command: words }),
    ...(url.protocol === 'rediss:' && { tls: true }),
  };
}

/** How the URLs of one kind of database ask for TLS. */
export interface TlsModes {
  readonly name: string;
  readonly without: readonly string[];
  /** With TLS, and without a look at the certificate. */
  readonly unverified: readonly string[];
  readonly verified: readonly string[];
}

function tlsOf(mode: string | undefined, { name, without, unverified, verified }: TlsModes): object {
  const wanted = mode?.toLowerCase();
  if (wanted === undefined || without.includes(wanted)) return {};
  if (verified.includes(wanted)) return { tls: true };
  if (unverified.includes(wanted)) return { tls: { insecure: true } };
  throw new RangeError(`${name} is one of ${[...without, ...unverified, ...verified].join(', ')}`);
}

/** What is not percent-encoded as it should be stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
