import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IssuedCertificate } from './certificates.ts';
import { executableOf } from './executables.ts';
import { type PeerProcess, startPeer } from './process.ts';
import { handOver, unprivileged } from './unprivileged.ts';

/** The hosts that an XMPP server serves. */
export interface XmppHosts {
  readonly withTls: readonly string[];
  readonly withoutTls: readonly string[];
}

/** Starts Prosody for clients on a free port of 127.0.0.1; its files live in the folder. */
export async function startProsody(
  folder: string,
  certificate: IssuedCertificate,
  hosts: XmppHosts,
): Promise<PeerProcess> {
  const command = executableOf('prosody');
  const data = join(folder, 'prosody');
  await mkdir(data);
  await handOver(data);
  const file = join(folder, 'prosody.cfg.lua');
  return startPeer(async (port) => {
    await writeFile(file, configuration({ data, port, certificate, hosts }));
    return unprivileged({ command, args: ['-F', '--config', file], cwd: folder });
  });
}

interface ProsodySettings {
  readonly data: string;
  readonly port: number;
  readonly certificate: IssuedCertificate;
  readonly hosts: XmppHosts;
}

function configuration({ data, port, certificate: { certFile, keyFile }, hosts }: ProsodySettings): string {
  return [
    `pidfile = "${join(data, 'pid')}"`,
    `data_path = "${data}"`,
    'interfaces = { "127.0.0.1" }',
    `c2s_ports = { ${port} }`,
    's2s_ports = {}',
    'modules_enabled = { "tls", "saslauth" }',
    'modules_disabled = { "s2s" }',
    'c2s_require_encryption = false',
    'log = { error = "*console" }',
    `ssl = { certificate = "${certFile}", key = "${keyFile}" }`,
    ...hosts.withTls.map((host) => `VirtualHost "${host}"`),
    ...hosts.withoutTls.map((host) => `VirtualHost "${host}"\n  modules_disabled = { "tls" }`),
    '',
  ].join('\n');
}
