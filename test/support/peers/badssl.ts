import { join } from 'node:path';
import { freshFolder } from '../svcmon.ts';
import { makeCertificates } from './badssl-certificates.ts';
import type { IssuedCertificate } from './certificates.ts';
import { type NginxServer, startNginx } from './nginx.ts';
import { startMutualTlsServer } from './raw-tls.ts';
import { startTogether } from './together.ts';

/** Servers whose TLS is wrong in one way each, and some whose TLS is right. */
export interface BadSsl {
  /** The URL of each server. */
  readonly url: Readonly<Record<ServerName, string>>;
  /** The file of the root that is to be trusted. */
  readonly trustedFile: string;
  /** A client certificate that the servers accept. */
  readonly client: IssuedCertificate;
  /** A client certificate of an authority the servers do not know. */
  readonly strangeClient: IssuedCertificate;
}

export type ServerName = keyof Awaited<ReturnType<typeof serversOf>> | 'plain' | 'mutualInHandshake';

/** Starts nginx with one server per fault, and `openssl s_server` for the handshake that nginx never refuses. */
export function startBadSsl(): Promise<BadSsl & { stop(): Promise<void> }> {
  return startTogether(async (keep) => {
    const folder = await freshFolder();
    const certificates = await makeCertificates(folder);
    const { trustedFile, client, strangeClient, ofRoot } = certificates;
    const mutual = await keep(startMutualTlsServer(folder, ofRoot, trustedFile));
    const nginx = await keep(
      startNginx(join(folder, 'nginx'), {
        ...serversOf(certificates),
        plain: { directives: 'return 200 "all well";' },
      }),
    );
    const url = Object.fromEntries(
      Object.entries({ ...nginx.ports, mutualInHandshake: mutual.port }).map(([name, port]) => [
        name,
        `https://127.0.0.1:${port}/`,
      ]),
    ) as BadSsl['url'];
    return { url, trustedFile, client, strangeClient };
  });
}

function serversOf({ good, trustedFile, ...bad }: Awaited<ReturnType<typeof makeCertificates>>) {
  // OpenSSL 3 speaks TLS 1.1 at security level 0 only.
  const tls11 = 'ssl_protocols TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0;';
  return {
    good: tlsServer(good),
    tls12: tlsServer(good, 'ssl_protocols TLSv1.2;'),
    tls11: tlsServer(good, tls11),
    mutual: tlsServer(good, `ssl_client_certificate ${trustedFile}; ssl_verify_client on;`),
    incomplete: tlsServer(bad.incomplete),
    expired: tlsServer(bad.expired),
    expiredIntermediate: tlsServer(bad.expiredIntermediate),
    notYetValid: tlsServer(bad.notYetValid),
    expiring: tlsServer(bad.expiring),
    selfSigned: tlsServer(bad.selfSigned),
    wrongHost: tlsServer(bad.wrongHost),
    wrongPurpose: tlsServer(bad.wrongPurpose),
    untrusted: tlsServer(bad.untrusted),
    untrustedWithRoot: tlsServer(bad.untrustedWithRoot),
  };
}

function tlsServer({ certFile, keyFile }: IssuedCertificate, more = ''): NginxServer {
  return {
    listen: 'ssl',
    directives: `ssl_certificate ${certFile}; ssl_certificate_key ${keyFile}; ${more} location / { return 200 "all well"; }`,
  };
}
