import type { ModuleKeys } from '../../config/module-target.ts';

/** Keys of a service without its target, by the names that blackbox_exporter's own examples have. */
export const ownModules: Readonly<Record<string, ModuleKeys>> = {
  http_2xx: { type: 'http', expected_status: '2xx', follow_redirects: 10 },
  http_post_2xx: { type: 'http', method: 'POST', expected_status: '2xx', follow_redirects: 10 },
  tcp_connect: { type: 'tcp' },
  tls_connect: { type: 'tls' },
  icmp: { type: 'icmp', count: 1 },
  dns: { type: 'dns', query: '.', record: 'NS' },
  grpc: { type: 'grpc' },
  ssh_banner: { type: 'tcp', expect: 'SSH-2.0-' },
};

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
