import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { projectRoot } from '../svcmon.ts';

/** A program this project did not write; see scripts/peers.mjs. */
export type PeerName = 'httpbin' | 'nginx' | 'openssl' | 'redis';

const executables = new Map(listPeers().map((pair) => pair.split('=', 2) as [PeerName, string]));

/** The program of a peer; throws where it is not installed. */
export function executableOf(peer: PeerName): string {
  const executable = executables.get(peer);
  if (executable === undefined) throw new Error(`${peer} is not installed: run \`npm test\` to see how to get it`);
  return executable;
}

/** A suite that needs peers. Where one is missing the suite is skipped and says so in its name; under CI it fails. */
export function describeWithPeers(peers: readonly PeerName[], name: string, suite: () => void): void {
  const missing = peers.filter((peer) => !executables.has(peer));
  if (missing.length === 0) return describe(name, suite);
  const why = `${name} (not installed: ${missing.join(', ')})`;
  if (process.env.CI !== 'true') return describe.skip(why, suite);
  test(why, () => {
    throw new Error(`under CI every peer must be there; missing: ${missing.join(', ')}`);
  });
}

function listPeers(): readonly string[] {
  const listed = process.env.SVCMON_PEERS ?? execFileSync(process.execPath, [join(projectRoot, 'scripts/peers.mjs')], { encoding: 'utf8' });
  return listed.trim().split(',').filter((pair) => pair !== '');
}
