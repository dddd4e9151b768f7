import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IssuedCertificate } from './certificates.ts';
import { executableOf } from './executables.ts';
import { type PeerProcess, startPeer } from './process.ts';
import { unprivileged } from './unprivileged.ts';

/** Starts an OpenLDAP without entries on a free port of 127.0.0.1, which offers TLS where it has a certificate; its files live in the folder. */
export async function startSlapd(folder: string, certificate?: IssuedCertificate): Promise<PeerProcess> {
  const command = executableOf('slapd');
  const file = join(folder, certificate ? 'slapd-tls.conf' : 'slapd.conf');
  const lines = certificate
    ? [`TLSCertificateFile ${certificate.certFile}`, `TLSCertificateKeyFile ${certificate.keyFile}`]
    : [];
  await writeFile(file, [`pidfile ${file}.pid`, ...lines, ''].join('\n'));
  // A level of debugging, even none, keeps it in the foreground.
  return startPeer((port) =>
    unprivileged({ command, args: ['-d', '0', '-h', `ldap://127.0.0.1:${port}`, '-f', file], cwd: folder }),
  );
}
