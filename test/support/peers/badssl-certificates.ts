import { join } from 'node:path';
import {
  bundleCertificates,
  type CertificateRequest,
  createAuthority,
  createSelfSigned,
  type IssuedCertificate,
} from './certificates.ts';

const dayMs = 86_400_000;

/** The certificates of badssl.ts, as files in the folder, each with what its server is to send beside it. */
export async function makeCertificates(folder: string) {
  const [root, strangeRoot] = await Promise.all([
    createAuthority(folder, 'root'),
    createAuthority(folder, 'strange-root'),
  ]);
  const intermediate = await root.issueAuthority({ name: 'intermediate' });
  const oldIntermediate = await root.issueAuthority({ name: 'old-intermediate', ...expiredYesterday() });
  const strangeIntermediate = await strangeRoot.issueAuthority({ name: 'strange-intermediate' });

  /** A server certificate, sent with the given authorities. */
  const chain = async (
    request: CertificateRequest,
    issuer = intermediate,
    sent: readonly IssuedCertificate[] = [issuer],
  ) => {
    const leaf = await issuer.issue(request);
    const certFile = await bundleCertificates(join(folder, `${request.name}.chain.pem`), [leaf, ...sent]);
    return { ...leaf, certFile };
  };
  const inFiveDays = Date.now() + 5 * dayMs;
  return {
    trustedFile: root.certFile,
    client: await root.issue({ name: 'client', usage: 'clientAuth' }),
    strangeClient: await strangeRoot.issue({ name: 'strange-client', usage: 'clientAuth' }),
    selfSigned: await createSelfSigned(folder, 'self-signed'),
    good: await chain({ name: 'good' }),
    ofRoot: await root.issue({ name: 'of-root' }),
    incomplete: await chain({ name: 'incomplete' }, intermediate, []),
    expired: await chain({ name: 'expired', ...expiredYesterday() }),
    expiredIntermediate: await chain({ name: 'below-expired' }, oldIntermediate),
    notYetValid: await chain({ name: 'not-yet-valid', validFromAt: inFiveDays }),
    expiring: await chain({ name: 'expiring', validFromAt: inFiveDays - 90 * dayMs, validToAt: inFiveDays }),
    wrongHost: await chain({ name: 'wrong-host', altNames: 'DNS:other.example' }),
    wrongPurpose: await chain({ name: 'wrong-purpose', usage: 'clientAuth' }),
    untrusted: await chain({ name: 'untrusted' }, strangeIntermediate),
    untrustedWithRoot: await chain({ name: 'untrusted-with-root' }, strangeIntermediate, [
      strangeIntermediate,
      strangeRoot,
    ]),
  };
}

function expiredYesterday() {
  const validToAt = Date.now() - dayMs;
  return { validFromAt: validToAt - 90 * dayMs, validToAt };
}
