import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freshFolder } from '../svcmon.ts';
import { executableOf } from './executables.ts';
import { type PeerProcess, startPeer } from './process.ts';

/** A server whose certificate, which vouches for itself, asks for a stapled OCSP response. */
export interface StaplingServer extends PeerProcess {
  readonly certFile: string;
}

/** Starts `openssl s_server` with an RSA certificate that must be stapled, with the response or without it. */
export async function startMustStapleServer(response: 'stapled' | 'missing'): Promise<StaplingServer> {
  const folder = await freshFolder();
  const openssl = (...args: readonly string[]) => promisify(execFile)(executableOf('openssl'), args, { cwd: folder });
  const extensions = ['subjectAltName=IP:127.0.0.1', 'tlsfeature=status_request'].flatMap((text) => ['-addext', text]);
  const subject = ['-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=must-staple', '-days', '30', ...extensions];
  await openssl('req', '-x509', ...subject, '-keyout', 'key.pem', '-out', 'cert.pem');
  await writeFile(join(folder, 'index'), '');
  await openssl('ocsp', '-issuer', 'cert.pem', '-cert', 'cert.pem', '-reqout', 'request', '-no_nonce');
  const signer = ['-CA', 'cert.pem', '-rsigner', 'cert.pem', '-rkey', 'key.pem', '-ndays', '1'];
  await openssl('ocsp', '-index', 'index', ...signer, '-reqin', 'request', '-respout', 'response');
  const staple = response === 'stapled' ? ['-status_file', 'response'] : [];
  const server = await startPeer((port) => ({
    command: executableOf('openssl'),
    args: [
      's_server',
      '-quiet',
      '-accept',
      `127.0.0.1:${port}`,
      '-cert',
      'cert.pem',
      '-key',
      'key.pem',
      '-alpn',
      'h2',
      ...staple,
    ],
    cwd: folder,
  }));
  return { ...server, certFile: join(folder, 'cert.pem') };
}
