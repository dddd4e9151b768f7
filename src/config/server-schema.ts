import { z } from 'zod';
import { expectedListenAddress, parseListenAddress } from './listen-address.ts';

/** The `server:` of a file. */
export const serverKeys = z.strictObject({
  listen: z
    .string()
    .transform((text, context) => {
      const address = parseListenAddress(text);
      if (address !== undefined) return address;
      context.addIssue({ code: 'custom', message: expectedListenAddress, input: text });
      return z.NEVER;
    })
    .optional()
    .describe('Address and port at which `svcmon monitor` listens, such as `127.0.0.1:8686`; nowhere without it.'),
  base_path: z
    .string()
    .regex(/^\/(?:[\w.~-]+\/?)*$/, { error: 'expected a path such as "/" or "/svcmon"' })
    .transform((path) => path.replace(/\/$/, ''))
    .prefault('/')
    .describe('What every path begins with, where a proxy passes on only a part of a site.'),
});
