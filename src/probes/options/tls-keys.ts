import { z } from 'zod';
import type { OptionProblem } from '../probe.ts';

const text = () => z.string().min(1);

/** How a TLS connection is made and what is trusted. Files are PEM and read anew when they change. */
export const trustKeys = {
  ca_file: text()
    .optional()
    .describe('Trust the authorities of this PEM file, and no others; relative to the working directory.'),
  cert_file: text()
    .optional()
    .describe('The client certificate with its chain, as PEM; relative to the working directory.'),
  key_file: text()
    .optional()
    .describe('The key of the client certificate, as PEM without a passphrase; relative to the working directory.'),
  server_name: text().optional().describe('The name to ask for (SNI) and to verify, instead of the host.'),
  min_version: z
    .enum(['1.0', '1.1', '1.2', '1.3'])
    .optional()
    .describe('The lowest TLS version to speak; `1.2` unless given.'),
  insecure: z.boolean().default(false).describe('Go on although the certificate does not verify; reports say so.'),
};

/** The `tls` key. */
export function tlsKeys() {
  return z.strictObject(trustKeys).refine(isWhole, { error: together });
}

export type TlsKeys = z.output<ReturnType<typeof tlsKeys>>;

/** The `tls` key of a type of service that encrypts where it is told to: `true`, or how. Undefined where it is not. */
export function tlsSwitchKey() {
  return z.union([z.boolean(), tlsKeys()]).transform((tls): TlsKeys | undefined => {
    if (typeof tls === 'object') return tls;
    return tls ? { insecure: false } : undefined;
  });
}

/** What shows only across these keys where they stand among others. */
export function trustProblems(keys: CertificateFiles): readonly OptionProblem[] {
  if (isWhole(keys)) return [];
  return [{ path: [keys.cert_file === undefined ? 'key_file' : 'cert_file'], message: together }];
}

interface CertificateFiles {
  readonly cert_file?: string | undefined;
  readonly key_file?: string | undefined;
}

const together = 'cert_file and key_file go together';

function isWhole({ cert_file, key_file }: CertificateFiles): boolean {
  return (cert_file === undefined) === (key_file === undefined);
}
