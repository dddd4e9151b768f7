import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IssuedCertificate } from './certificates.ts';
import { executableOf } from './executables.ts';
import { freePorts, startPeer } from './process.ts';

/** A running unbound and its ports of 127.0.0.1. */
export interface Unbound {
  readonly udpAndTcp: number;
  readonly tls: number;
  stop(): Promise<void>;
}

export interface UnboundOptions {
  /** What it shows over TLS. */
  readonly identity: IssuedCertificate;
  /** Further lines of its `server:` block. */
  readonly server: readonly string[];
  /** Domains that another server of 127.0.0.1 answers for, and its port. */
  readonly stubs?: { readonly domains: readonly string[]; readonly port: number };
}

/** Starts unbound as a resolver that validates, on UDP, TCP and TLS; its files live in the folder. */
export async function startUnbound(folder: string, options: UnboundOptions): Promise<Unbound> {
  const command = executableOf('unbound');
  await mkdir(folder, { recursive: true });
  let tls = 0;
  const { port, stop } = await startPeer(async (plain) => {
    [tls = 0] = await freePorts(1);
    const file = join(folder, 'unbound.conf');
    await writeFile(file, configuration(folder, { plain, tls }, options));
    return { command, args: ['-d', '-c', file] };
  });
  return { udpAndTcp: port, tls, stop };
}

function configuration(
  folder: string,
  { plain, tls }: { readonly plain: number; readonly tls: number },
  { identity, server, stubs }: UnboundOptions,
): string {
  const blocks = (stubs?.domains ?? []).map((domain) => {
    return `stub-zone:\n  name: "${domain}"\n  stub-addr: 127.0.0.1@${stubs?.port}\n  stub-no-cache: yes`;
  });
  const lines = [
    'use-syslog: no',
    'verbosity: 0',
    'username: ""',
    'chroot: ""',
    `directory: "${folder}"`,
    `pidfile: "${join(folder, 'unbound.pid')}"`,
    'do-not-query-localhost: no',
    'module-config: "validator iterator"',
    `interface: 127.0.0.1@${plain}`,
    `interface: 127.0.0.1@${tls}`,
    `tls-port: ${tls}`,
    `tls-service-key: "${identity.keyFile}"`,
    `tls-service-pem: "${identity.certFile}"`,
    ...server,
  ];
  return `server:\n${lines.map((line) => `  ${line}\n`).join('')}remote-control:\n  control-enable: no\n${blocks.join('\n')}\n`;
}
