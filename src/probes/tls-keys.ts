import { z } from 'zod';

/** The `tls` key. Files are PEM and read anew when they change. */
export function tlsKeys() {
  const path = () => z.string().min(1);
  return z
    .strictObject({
      ca_file: path().optional().describe('Trust the authorities of this file, and no others.'),
      cert_file: path().optional().describe('The client certificate, with its chain.'),
      key_file: path().optional().describe('The key of the client certificate.'),
      server_name: path().optional().describe('The name to ask for (SNI) and to verify, instead of the host.'),
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
