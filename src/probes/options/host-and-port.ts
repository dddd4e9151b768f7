import { hostKey } from './network-keys.ts';

/** A host in the letters that DNS knows, an IPv6 address without its brackets, and a port. */
export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

/** Reads `host:port` or `[address]:port`; undefined for anything else. */
export function parseHostAndPort(text: string): HostAndPort | undefined {
  const [, host = '', digits = ''] = /^(\[[^\]]*\]|[^:]+):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  const { data } = hostKey().safeParse(host);
  return data === undefined || port < 1 || port > 65_535 ? undefined : { host: data, port };
}
