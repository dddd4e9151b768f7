import { describe, expect, test } from 'vitest';
import { isInstalled, type PeerName } from './executables.ts';

/** A suite that needs peers. Where one is missing the suite is skipped and says so in its name; under CI it fails. */
export function describeWithPeers(peers: readonly PeerName[], name: string, suite: () => void): void {
  const missing = peers.filter((peer) => !isInstalled(peer));
  const why = `${name} (not installed: ${missing.join(', ')})`;
  if (missing.length === 0) describe(name, suite);
  else if (process.env.CI === 'true') test(why, () => expect(missing).toEqual([]));
  else describe.skip(why, suite);
}
