import { isIP } from 'node:net';

/** Keys of a service without its target: a module of `GET /probe`. */
export type ModuleKeys = Readonly<Record<string, unknown>>;

/** The service that a module makes of a target; a sentence where it makes none of this one. */
export function serviceOfModule(module: ModuleKeys, target: string): ModuleKeys | string {
  const keys = kinds.get(String(module.type))?.keys(target);
  if (keys === undefined) return 'modules of this type cannot be used here';
  return typeof keys === 'string' ? keys : { name: 'probe', ...module, ...keys };
}

/** The types of service that a target of one text can be given to. */
export function moduleTypes(): readonly string[] {
  return [...kinds.keys()];
}

/** A target that modules of a type can be given; undefined for types that take none. */
export function exampleTarget(type: string): string | undefined {
  return kinds.get(type)?.example;
}

interface Kind {
  readonly example: string;
  /** The keys that name the target; a sentence where it cannot be read. */
  keys(target: string): ModuleKeys | string;
}

const kinds = new Map<string, Kind>(
  Object.entries({
    http: { example: 'http://host.example', keys: (target) => ({ url: urlOf(target, 'http') }) },
    tcp: { example: 'host.example:1', keys: hostAndPort },
    tls: { example: 'host.example:1', keys: hostAndPort },
    icmp: { example: 'host.example', keys: (target) => ({ host: bareHost(target) }) },
    dns: { example: '192.0.2.1', keys: (target) => ({ resolver: target }) },
    grpc: { example: 'host.example:1', keys: (target) => ({ address: target }) },
    websocket: { example: 'ws://host.example', keys: (target) => ({ url: urlOf(target, 'ws') }) },
  } satisfies Record<string, Kind>),
);

function urlOf(target: string, scheme: string): string {
  return target.includes('://') ? target : `${scheme}://${target}`;
}

function hostAndPort(target: string): ModuleKeys | string {
  const url = `tcp://${target.replace(/^\w+:\/\//, '')}`;
  const { hostname, port } = URL.canParse(url) ? new URL(url) : { hostname: '', port: '' };
  if (hostname === '' || port === '') return 'expected a target such as "db.example:5432"';
  return { host: bareHost(hostname), port: Number(port) };
}

function bareHost(host: string): string {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  return isIP(bare) === 6 ? bare : host;
}
