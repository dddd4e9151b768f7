import { z } from 'zod';
import { durationKey } from '../../domain/duration.ts';
import type { PhaseLimits } from '../../http/phase-limits.ts';

/** The `timeouts` key. */
export function phaseTimeoutsKey() {
  return z.strictObject({
    dns: durationKey().optional().describe('Until the name is resolved.'),
    connect: durationKey()
      .optional()
      .describe('Until there is a TCP connection; with a proxy, until it has connected through.'),
    tls: durationKey().optional().describe('Until the TLS handshake is done.'),
    first_byte: durationKey()
      .optional()
      .describe('From sending the request until the status line and the header fields of the answer are there.'),
  });
}

/** The `timeouts` key, as parsed. */
export type PhaseTimeouts = z.output<ReturnType<typeof phaseTimeoutsKey>>;

/** The limits that the `timeouts` key sets. */
export function phaseLimitsOf({ dns, connect, tls, first_byte }: PhaseTimeouts): PhaseLimits {
  return { dnsMs: dns, connectMs: connect, tlsMs: tls, firstByteMs: first_byte };
}
