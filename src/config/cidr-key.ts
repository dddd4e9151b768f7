import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** An address, or a range of addresses in CIDR notation, as text. */
export function cidrKey() {
  return z.string().refine((text) => ipaddr.isValidCIDR(text) || ipaddr.isValid(text), {
    error: 'expected an address or a range such as "10.0.0.0/8" or "fd00::/8"',
  });
}
