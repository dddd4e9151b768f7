import { isIP } from 'node:net';
import type { Entry } from '../desks/services.ts';

/** Keys of a service without its target, by the names that blackbox_exporter's own examples have. */
export const ownModules: Readonly<Record<string, Entry>> = {
  http_2xx: { type: 'http', expected_status: '2xx', follow_redirects: 10 },
  http_post_2xx: { type: 'http', method: 'POST', expected_status: '2xx', follow_redirects: 10 },
  tcp_connect: { type: 'tcp' },
  tls_connect: { type: 'tls' },
  icmp: { type: 'icmp', count: 1 },
  dns: { type: 'dns', query: '.', record: 'NS' },
  grpc: { type: 'grpc' },
  ssh_banner: { type: 'tcp', expect: 'SSH-2.0-' },
};

/** The service that a module makes of a target; a sentence where it makes none. */
export function entryFor(target: string, module: Entry): Entry | string {
  const keys = keysOf.get(String(module.type));
  if (keys === undefined) return 'modules of this type cannot be used here';
  const found = keys(target);
  return typeof found === 'string' ? found : { name: 'probe', ...module, ...found };
}

const keysOf = new Map<string, (target: string) => Entry | string>(
  Object.entries({
    http: (target) => ({ url: target.includes('://') ? target : `http://${target}` }),
    tcp: hostAndPort,
    tls: hostAndPort,
    icmp: (target) => ({ host: bareHost(target) }),
    dns: (target) => ({ resolver: target }),
    grpc: (target) => ({ address: target }),
    websocket: (target) => ({ url: target.includes('://') ? target : `ws://${target}` }),
  }),
);

function hostAndPort(target: string): Entry | string {
  const url = `tcp://${target.replace(/^\w+:\/\//, '')}`;
  const { hostname, port } = URL.canParse(url) ? new URL(url) : { hostname: '', port: '' };
  if (hostname === '' || port === '') return 'expected a target such as "db.example:5432"';
  return { host: bareHost(hostname), port: Number(port) };
}

function bareHost(host: string): string {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  return isIP(bare) === 6 ? bare : host;
}

/** Whether a target is one of these patterns, in which `*` stands for any text. */
export function isListed(target: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => matches(target, pattern.split('*')));
}

/** Its parts in their order, without going back: takes no longer for any pattern. */
function matches(target: string, [first = '', ...rest]: readonly string[]): boolean {
  if (!target.startsWith(first)) return false;
  const last = rest.at(-1);
  if (last === undefined) return target === first;
  let from = first.length;
  for (const part of rest.slice(0, -1)) {
    const at = target.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return target.length - from >= last.length && target.endsWith(last);
}
