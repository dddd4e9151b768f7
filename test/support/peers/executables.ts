import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../project-root.ts';

/** A program this project did not write; see scripts/peers.mjs. */
export type PeerName =
  | 'alertmanager'
  | 'chromium'
  | 'dovecot'
  | 'httpbin'
  | 'ip'
  | 'knotd'
  | 'mariadbd'
  | 'mosquitto'
  | 'nginx'
  | 'openssl'
  | 'ping'
  | 'plugins'
  | 'postgres'
  | 'promtool'
  | 'prosody'
  | 'rabbitmq'
  | 'redis'
  | 'slapd'
  | 'unbound'
  | 'vsftpd';

const executables = new Map(listPeers().map((pair) => pair.split('=', 2) as [PeerName, string]));

/** The program of a peer; throws where it is not installed. */
export function executableOf(peer: PeerName): string {
  const executable = executables.get(peer);
  if (executable === undefined) throw new Error(`${peer} is not installed: run \`npm test\` to see how to get it`);
  return executable;
}

/** Whether a peer is installed. */
export function isInstalled(peer: PeerName): boolean {
  return executables.has(peer);
}

function listPeers(): readonly string[] {
  const listed =
    process.env.SVCMON_PEERS ??
    execFileSync(process.execPath, [join(projectRoot, 'scripts/peers.mjs')], { encoding: 'utf8' });
  return listed
    .trim()
    .split(',')
    .filter((pair) => pair !== '');
}
