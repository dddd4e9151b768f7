import { describeWhere } from '../describe-where.ts';
import { isInstalled, type PeerName } from './executables.ts';

/** A suite that needs peers; see describeWhere for machines that lack one. */
export function describeWithPeers(peers: readonly PeerName[], name: string, suite: () => void): void {
  const missing = peers.filter((peer) => !isInstalled(peer));
  describeWhere({ allowed: missing.length === 0, needs: `not installed: ${missing.join(', ')}` }, name, suite);
}
