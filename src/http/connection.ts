import { isIP, type Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { Failure, failureReasons } from '../domain/failure.ts';
import { formatEndpoint, type ResolvedAddress } from './address.ts';
import type { Attempt } from './attempt.ts';
import { connect } from './connect.ts';
import type { HandshakeHints } from './failure.ts';
import type { Lookup } from './lookup.ts';
import { goesDirect } from './no-proxy.ts';
import type { HttpVersion, TlsSettings } from './request.ts';
import { secure } from './tls.ts';
import { openTunnel } from './tunnel.ts';
import { basicOf, hostOf, portOf, userinfoOf } from './url.ts';

export interface ConnectionParts {
  readonly lookup: Lookup;
  readonly secureContextFor: (tls: TlsSettings) => SecureContext;
}

/** How to get to where a hop goes. */
export interface Way {
  readonly url: URL;
  readonly tls: TlsSettings;
  /** `http:`, `https:`, `socks5:` (names are resolved here) or `socks5h:` (names are resolved there), with userinfo where it wants one. */
  readonly proxy?: string | undefined;
  /** What is reached without it: see goesDirect. */
  readonly noProxy?: readonly string[] | undefined;
  /** Connected to instead of what the host resolves to. */
  readonly address?: ResolvedAddress | undefined;
  readonly ipFamily: 4 | 6 | 'any';
  readonly resolver?: string | undefined;
  /** What is spoken then; HTTP/1.1, or what is none of HTTP, without it. */
  readonly httpVersion?: HttpVersion | undefined;
  /** What may be spoken over TLS (ALPN); HTTP/1.1 alone without it. */
  readonly protocols?: readonly string[] | undefined;
  /** What a TLS handshake that fails means; what it means for HTTPS without it. */
  readonly handshakeHints?: HandshakeHints | undefined;
  /** True: a proxy connects us through also where nothing is encrypted, since what is spoken is not for it. */
  readonly tunnel?: boolean;
}

export interface Connection {
  readonly socket: Socket;
  readonly encrypted: boolean;
  /** Present when a proxy must be told the whole URL, with the Proxy-Authorization it wants. */
  readonly proxy?: { readonly authorization: string | undefined };
}

/** Opens what a request to `url` is sent over: resolved, connected, tunnelled and secured as it must be. Rejects with a Failure. */
export async function openConnection(way: Way, parts: ConnectionParts, attempt: Attempt): Promise<Connection> {
  const { url, proxy, noProxy = [] } = way;
  const encrypted = url.protocol === 'https:';
  if (proxy === undefined || goesDirect(url, noProxy)) {
    const socket = await reach(url, way, parts, attempt);
    return { encrypted, socket: encrypted ? await secureFor(way, socket, parts, attempt) : socket };
  }
  const proxyUrl = new URL(proxy);
  if (proxyUrl.protocol.startsWith('socks')) {
    const tunnel = await openBySocks(proxyUrl, way, parts, attempt);
    return { encrypted, socket: encrypted ? await secureFor(way, tunnel, parts, attempt) : tunnel };
  }
  const authorization = basicOf(proxyUrl);
  const socket = await reachProxy(proxyUrl, way, parts, attempt);
  if (!encrypted && way.tunnel !== true) return { encrypted, socket, proxy: { authorization } };
  const endpoint = formatEndpoint(hostOf(url), portOf(url));
  const tunnel = await openTunnel({ socket, endpoint, authorization }, attempt);
  return { encrypted, socket: encrypted ? await secureFor(way, tunnel, parts, attempt) : tunnel };
}

async function openBySocks(proxyUrl: URL, way: Way, parts: ConnectionParts, attempt: Attempt): Promise<Socket> {
  const { openSocksTunnel } = await import('./socks-tunnel.ts');
  const name = hostOf(way.url);
  const own = proxyUrl.protocol === 'socks5:' ? await resolve(name, { way, lookup: parts.lookup, attempt }) : [];
  const socket = await reachProxy(proxyUrl, way, parts, attempt);
  const userinfo = userinfoOf(proxyUrl);
  return openSocksTunnel({ socket, host: own[0]?.address ?? name, port: portOf(way.url), userinfo }, attempt);
}

async function reach(url: URL, way: Way, { lookup }: ConnectionParts, attempt: Attempt): Promise<Socket> {
  const addresses = way.address === undefined ? await resolve(hostOf(url), { way, lookup, attempt }) : [way.address];
  return connect(addresses, portOf(url), attempt);
}

interface Resolution {
  readonly way: Way;
  readonly lookup: Lookup;
  readonly attempt: Attempt;
}

function resolve(host: string, { way: { ipFamily: family, resolver }, lookup, attempt }: Resolution) {
  const { signal } = attempt;
  // An address needs no resolving, so the phase does not happen.
  if (isIP(host) === 0) attempt.enter('dns', `resolving ${host}`);
  return lookup(host, resolver === undefined ? { family, signal } : { family, signal, resolver });
}

/** What the proxy does to us is one reason, `proxy_error`; what our own machine lacks, and time, keep theirs. */
async function reachProxy(proxyUrl: URL, way: Way, parts: ConnectionParts, attempt: Attempt): Promise<Socket> {
  try {
    const socket = await reach(proxyUrl, { ...way, address: undefined }, parts, attempt);
    return proxyUrl.protocol === 'https:' ? await secureProxy(proxyUrl, { way, socket }, parts, attempt) : socket;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.reason === 'timeout' || failureReasons[error.reason].blame === 'monitor') throw error;
    throw new Failure('proxy_error', `the proxy cannot be reached: ${error.message}`, { facts: error.facts });
  }
}

/** The proxy has to be who it says, whatever is allowed to the target; its certificate is no fact of the target. */
async function secureProxy(
  url: URL,
  { way, socket }: { readonly way: Way; readonly socket: Socket },
  parts: ConnectionParts,
  attempt: Attempt,
): Promise<Socket> {
  const { ca } = way.tls;
  const known = { ...attempt.facts };
  try {
    const secured = await secureFor(
      { url, tls: ca === undefined ? {} : { ca }, ipFamily: 'any' },
      socket,
      parts,
      attempt,
    );
    attempt.enter('connect', 'connecting');
    return secured;
  } finally {
    attempt.begin(known);
  }
}

async function secureFor(
  { url, tls, protocols, handshakeHints: hints }: Way,
  socket: Socket,
  { secureContextFor }: ConnectionParts,
  attempt: Attempt,
): Promise<Socket> {
  const host = hostOf(url);
  const serverName = tls.serverName ?? (host.endsWith('.') ? host.slice(0, -1) : host);
  try {
    const trust = { secureContext: secureContextFor(tls), insecure: tls.insecure === true };
    return await secure({ socket, serverName, protocols, hints, ...trust }, attempt);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}
