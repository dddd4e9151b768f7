import { generate } from 'selfsigned';

/** A server's certificate for 127.0.0.1 with its key, and the authority that signed it; all PEM. */
export interface Certificates {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

const dayMs = 86_400_000;

/** Makes an authority and a certificate of the usual 90 days, of which the given number is left. */
export async function createCertificates({ daysLeft }: { readonly daysLeft: number }): Promise<Certificates> {
  const now = Date.now();
  const authority = await generate([{ name: 'commonName', value: 'svcmon demo authority' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - 365 * dayMs),
    notAfterDate: new Date(now + 365 * dayMs),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  // A little more than whole days: what is left is rounded down where it is shown.
  const end = now + daysLeft * dayMs + 3_600_000;
  const server = await generate([{ name: 'commonName', value: 'shop.example' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(end - 90 * dayMs),
    notAfterDate: new Date(end),
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
  return { authority: authority.cert, certificate: server.cert, key: server.private };
}
