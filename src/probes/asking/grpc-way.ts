import type { RequestWay } from '../../auth/scheme.ts';
import { formatEndpoint } from '../../http/address.ts';
import type { Way } from '../../http/connection.ts';
import type { HandshakeHints } from '../../http/failure.ts';
import type { TlsSettings } from '../../http/request.ts';
import type { HostAndPort } from '../options/host-and-port.ts';
import type { TlsKeys } from '../options/tls-keys.ts';
import { tlsSettingsOf } from './tls-settings.ts';

/** Which server, and how to get there. */
export interface ServerQuestion {
  readonly address: HostAndPort;
  /** Nothing is encrypted without it. */
  readonly tls?: TlsKeys | undefined;
  readonly proxy?: string | undefined;
  readonly no_proxy?: readonly string[] | undefined;
  readonly ip_family: 4 | 6 | 'any';
  readonly resolver?: string | undefined;
}

/** The way to a server, over HTTP/2. The certificate must be for the authority; the TLS settings of credentials go before its own. */
export function wayTo(
  { address, tls, proxy, no_proxy: noProxy, ip_family: ipFamily, resolver }: ServerQuestion,
  authority: string,
  credentials: TlsSettings = {},
): Way {
  const settings = tls && tlsSettingsOf(tls);
  return {
    url: new URL(`${tls === undefined ? 'http' : 'https'}://${formatEndpoint(address.host, address.port)}`),
    tls: { serverName: nameIn(authority), ...settings, ...credentials },
    proxy,
    noProxy,
    ipFamily,
    resolver,
    protocols: ['h2'],
    handshakeHints: hints,
    tunnel: true,
  };
}

/** The way of a login on behalf of such a call: over HTTP/1.1, by the same settings. */
export function loginWay({ tls, proxy, no_proxy: noProxy, ip_family: ipFamily, resolver }: ServerQuestion): RequestWay {
  return { tls: tls && tlsSettingsOf(tls), proxy, noProxy, ipFamily, resolver };
}

const plainPort = 'the port does not speak TLS: try it without tls';
const hints: HandshakeHints = {
  ERR_SSL_WRONG_VERSION_NUMBER: plainPort,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: plainPort,
  ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL: 'the server does not speak HTTP/2, which gRPC needs',
};

/** The host that a certificate is to be for. */
function nameIn(authority: string): string {
  return new URL(`http://${authority}`).hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}
