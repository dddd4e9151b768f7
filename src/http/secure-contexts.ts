import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';
import { Failure } from '../domain/failure.ts';
import { codeOf } from './error-codes.ts';
import type { TlsSettings } from './request.ts';

type Trust = Pick<TlsSettings, 'ca' | 'cert' | 'key' | 'minVersion'>;

// Rotated certificates leave old contexts behind; the oldest go first.
const maxContexts = 500;

/** Gives one SecureContext per trust configuration: making one parses every trusted root, which costs more than a handshake. */
export function createSecureContexts(): (trust: Trust) => SecureContext {
  const contexts = new Map<string, SecureContext>();

  return ({ ca, cert, key, minVersion }) => {
    const name = [ca, cert, key, minVersion].join('\0');
    const known = contexts.get(name);
    if (known) return known;
    const context = build({ ca, cert, key, minVersion });
    const [oldest] = contexts.keys();
    if (oldest !== undefined && contexts.size >= maxContexts) contexts.delete(oldest);
    contexts.set(name, context);
    return context;
  };
}

function build({
  ca,
  cert,
  key,
  minVersion,
}: { readonly [Key in keyof Trust]: Trust[Key] | undefined }): SecureContext {
  const options: SecureContextOptions = { ca, cert, key, minVersion };
  // Node.js would trust nobody, and say of every server that its authority is unknown.
  if (ca !== undefined && !certificateForm.test(ca)) throw unusable('ca_file holds no certificate in PEM form');
  // OpenSSL 3 refuses TLS below 1.2 on every security level but 0, whatever the minimum says.
  if (minVersion === 'TLSv1' || minVersion === 'TLSv1.1') options.ciphers = 'DEFAULT@SECLEVEL=0';
  try {
    return createSecureContext(options);
  } catch (error) {
    throw unusable(codeOf(error) ?? 'no error code');
  }
}

const certificateForm = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/;

function unusable(why: string): Failure {
  return new Failure('config_file_unreadable', `the configured certificates or key cannot be used (${why})`);
}
