import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IssuedCertificate } from './certificates.ts';
import { executableOf } from './executables.ts';
import { type PeerProcess, startPeer } from './process.ts';

/**
 * Starts `openssl s_server -HTTP` on a free port of 127.0.0.1: a GET for /name is answered with the bytes given under that name,
 * status line included, and the end of the connection.
 */
export async function startRawTlsServer(
  folder: string,
  certificate: IssuedCertificate,
  answers: Readonly<Record<string, string | Uint8Array>>,
): Promise<PeerProcess> {
  await Promise.all(Object.entries(answers).map(([name, bytes]) => writeFile(join(folder, name), bytes)));
  return startTlsServer(folder, certificate, ['-HTTP']);
}

/** Starts `openssl s_server` that refuses the handshake of clients without a certificate of the authority. */
export function startMutualTlsServer(
  folder: string,
  certificate: IssuedCertificate,
  authorityFile: string,
): Promise<PeerProcess> {
  return startTlsServer(folder, certificate, [
    '-www',
    '-Verify',
    '2',
    '-verify_return_error',
    '-CAfile',
    authorityFile,
  ]);
}

function startTlsServer(
  cwd: string,
  { certFile, keyFile }: IssuedCertificate,
  args: readonly string[],
): Promise<PeerProcess> {
  const command = executableOf('openssl');
  return startPeer((port) => ({
    command,
    args: ['s_server', '-quiet', '-accept', `127.0.0.1:${port}`, '-cert', certFile, '-key', keyFile, ...args],
    cwd,
  }));
}
