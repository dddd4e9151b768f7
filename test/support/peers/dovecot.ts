import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IssuedCertificate } from './certificates.ts';
import { executableOf } from './executables.ts';
import { freePorts, startPeer } from './process.ts';
import { handOver, type UserNames, unprivileged, unprivilegedNames } from './unprivileged.ts';

/** A running Dovecot and its ports of 127.0.0.1. */
export interface Dovecot {
  readonly imap: number;
  readonly pop3: number;
  stop(): Promise<void>;
}

/** Starts Dovecot, which offers TLS where it has a certificate; its files live in the folder. */
export async function startDovecot(folder: string, certificate?: IssuedCertificate): Promise<Dovecot> {
  const command = executableOf('dovecot');
  const base = join(folder, certificate ? 'dovecot-tls' : 'dovecot');
  await mkdir(base);
  await handOver(base);
  const names = await unprivilegedNames();
  const file = `${base}.conf`;
  let imap = 0;
  const { port: pop3, stop } = await startPeer(async (port) => {
    [imap = 0] = await freePorts(1);
    await writeFile(file, configuration({ base, names, imap, pop3: port, certificate }));
    return unprivileged({ command, args: ['-F', '-c', file], cwd: base });
  });
  return { imap, pop3, stop };
}

interface DovecotSettings {
  readonly base: string;
  readonly names: UserNames;
  readonly imap: number;
  readonly pop3: number;
  readonly certificate: IssuedCertificate | undefined;
}

/** One that runs without being root: https://doc.dovecot.org/2.3/configuration_manual/howto/rootless/. */
function configuration({ base, names: { user, group }, imap, pop3, certificate }: DovecotSettings): string {
  return `
base_dir = ${base}
state_dir = ${base}
protocols = imap pop3
listen = 127.0.0.1
log_path = /dev/stderr
default_internal_user = ${user}
default_internal_group = ${group}
default_login_user = ${user}
${certificate ? `ssl = yes\nssl_cert = <${certificate.certFile}\nssl_key = <${certificate.keyFile}` : 'ssl = no'}
passdb {
  driver = static
  args = nopassword=y
}
service anvil {
  chroot =
}
${loginService('imap', imap)}
${loginService('pop3', pop3)}
`;
}

function loginService(protocol: 'imap' | 'pop3', port: number): string {
  return `service ${protocol}-login {
  chroot =
  inet_listener ${protocol} {
    port = ${port}
  }
  inet_listener ${protocol}s {
    port = 0
  }
}`;
}
