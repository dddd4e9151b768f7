import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { z } from 'zod';

/** The `host` key: a name, in the letters DNS knows (IDNA), or an IP address without brackets. */
export function hostKey() {
  return z.string().transform((text, context) => {
    const host = hostOf(text.trim());
    if (host !== undefined) return host;
    context.addIssue({
      code: 'custom',
      message: 'expected a host name or an IP address alone; a port has a key of its own',
      input: text,
    });
    return z.NEVER;
  });
}

function hostOf(text: string): string | undefined {
  const unbracketed = text.replace(/^\[(.*)\]$/, '$1');
  if (isIP(unbracketed) !== 0) return unbracketed;
  if (/[\s:/?#@[\]\\%]/.test(text)) return undefined;
  return domainToASCII(text) || undefined;
}

/** The `ip_family` key: `4`, `6` or `any`. */
export function ipFamilyKey() {
  return z
    .union([z.literal(4), z.literal(6), z.literal('any')], { error: 'expected 4, 6 or any' })
    .default('any')
    .describe('The IP version to use.');
}

/** The `resolver` key: the address of a DNS server, with a port where it is not 53. */
export function resolverKey() {
  return z
    .string()
    .refine(isServerAddress, {
      error: 'expected the IP address of a DNS server, such as 1.1.1.1, 10.0.0.53:5353 or [2001:db8::1]:53',
    })
    .describe('The DNS server to ask; the system’s unless given.');
}

function isServerAddress(text: string): boolean {
  if (isIP(text) !== 0) return true;
  const [, bracketed, plain, port] = /^(?:\[(.+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? [];
  return isIP(bracketed ?? plain ?? '') !== 0 && Number(port) >= 1 && Number(port) <= 65_535;
}
