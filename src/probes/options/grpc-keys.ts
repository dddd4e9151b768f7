import { z } from 'zod';
import { parseHostAndPort } from './host-and-port.ts';

/** The `address` key: `host:port` in, its parts out. */
export function addressKey() {
  return z.string().transform((text, context) => {
    const parsed = parseHostAndPort(text.trim());
    if (parsed !== undefined) return parsed;
    context.addIssue({
      code: 'custom',
      message: 'expected a host and a port, such as ledger:50051 or [2001:db8::1]:50051',
      input: text,
    });
    return z.NEVER;
  });
}

// https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md: names that calls use themselves.
const reserved = /^(?:grpc-|:)|^(?:te|content-type|host|connection|user-agent)$/;

/** The `metadata` key: lower-case names, values of visible ASCII; the value of a name that ends in `-bin` is base64. */
export function metadataKeys() {
  const name = z
    .string()
    .transform((text) => text.toLowerCase())
    .refine((text) => /^[0-9a-z_.-]+$/.test(text), { error: 'expected the name of a metadata field' })
    .refine((text) => !reserved.test(text), { error: 'gRPC sends this field itself' });
  const value = z
    .union([z.string(), z.number(), z.boolean()])
    .transform(String)
    .refine((text) => /^[\u0020-\u007e]*$/.test(text), {
      error: 'a metadata value holds no line breaks, control characters or characters beyond ASCII',
    });
  return z.record(name, value).superRefine((fields, context) => {
    for (const [key, text] of Object.entries(fields)) {
      if (!key.endsWith('-bin') || /^[A-Za-z0-9+/]*={0,2}$/.test(text)) continue;
      context.addIssue({ code: 'custom', path: [key], message: 'the value of a -bin field is base64', input: text });
    }
  });
}

/** The `authority` key: a host, with a port where it is of interest. */
export function authorityKey() {
  return z.string().refine((text) => /^[^\s/?#@\\]+$/.test(text) && URL.canParse(`http://${text}`), {
    error: 'expected a host, or a host and a port, such as ledger.example:443',
  });
}
