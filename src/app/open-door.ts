import { isLoopback } from '../api/access/hosts.ts';
import { isInForce } from '../api/access/token.ts';
import type { ServerSettings } from '../config/config.ts';
import type { ListenAddress } from '../config/listen-address.ts';
import { formatEndpoint } from '../http/address.ts';
import type { Store } from '../storage/store.ts';

/** Why svcmon does not listen: others could reach it, and nobody could prove who they are. */
export class OpenDoor extends Error {
  override readonly name = 'OpenDoor';
}

/** Rejects with OpenDoor where it would be listened beyond this machine while there is neither a token nor a login. */
export async function refuseOpenDoor(
  { listen, oidc }: Pick<ServerSettings, 'oidc'> & { readonly listen: ListenAddress },
  { store, now }: { readonly store: Pick<Store, 'accessTokens'>; readonly now: number },
): Promise<void> {
  if (isLoopback(listen.host) || oidc !== undefined) return;
  const tokens = await store.accessTokens();
  if (tokens.some((token) => !token.isSession && isInForce(token, now))) return;
  throw new OpenDoor(
    `others could reach ${formatEndpoint(listen.host, listen.port)}, and there is no token: make one with "svcmon token create NAME --scope read", or listen at 127.0.0.1`,
  );
}
