import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IssuedCertificate } from './certificates.ts';
import { executableOf } from './executables.ts';
import { type PeerProcess, startPeer } from './process.ts';
import { handOver, unprivileged } from './unprivileged.ts';

/** Starts vsftpd for anonymous users on a free port of 127.0.0.1, which offers TLS where it has a certificate; its files live in the folder. */
export function startVsftpd(folder: string, certificate?: IssuedCertificate): Promise<PeerProcess> {
  const command = executableOf('vsftpd');
  const file = join(folder, certificate ? 'vsftpd-tls.conf' : 'vsftpd.conf');
  return startPeer(async (port) => {
    await writeFile(file, configuration(folder, port, certificate));
    // It takes no configuration that belongs to somebody else.
    await handOver(file);
    return unprivileged({ command, args: [file], cwd: folder });
  });
}

function configuration(folder: string, port: number, certificate?: IssuedCertificate): string {
  const settings = {
    listen: 'YES',
    listen_address: '127.0.0.1',
    listen_port: port,
    background: 'NO',
    run_as_launching_user: 'YES',
    // Containers may not allow what it confines itself with.
    seccomp_sandbox: 'NO',
    secure_chroot_dir: folder,
    anonymous_enable: 'YES',
    anon_root: folder,
    ...(certificate && {
      ssl_enable: 'YES',
      allow_anon_ssl: 'YES',
      force_local_logins_ssl: 'NO',
      force_local_data_ssl: 'NO',
      ssl_ciphers: 'HIGH',
      rsa_cert_file: certificate.certFile,
      rsa_private_key_file: certificate.keyFile,
    }),
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
