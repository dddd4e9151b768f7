import { z } from 'zod';

/** The `tls` key. Files are PEM and read anew when they change. */
export function tlsKeys() {
  const text = () => z.string().min(1);
  return z
    .strictObject({
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
    })
    .refine(({ cert_file, key_file }) => (cert_file === undefined) === (key_file === undefined), {
      error: 'cert_file and key_file go together',
    });
}

export type TlsKeys = z.output<ReturnType<typeof tlsKeys>>;
