import { z } from 'zod';
import { longestName } from '../../config/service-schema.ts';
import type { TimeRange } from '../../domain/calendar.ts';
import { toInstant } from '../../reporting/machine-values.ts';

/** An instant as whoever asks writes it; epoch ms after parsing. */
function askedInstant() {
  return z.iso
    .datetime({ offset: true, error: 'expected an instant such as 2026-11-22T10:00:00Z' })
    .transform((text) => Date.parse(text));
}

/** From when to when something is looked at; which end is missing is open. */
export const rangeQuery = {
  from: askedInstant().optional().describe('From this instant on.'),
  to: askedInstant().optional().describe('Up to, but without, this instant.'),
};

/** The same range in the words of the domain. */
export function askedRange({ from, to }: { readonly from?: number | undefined; readonly to?: number | undefined }) {
  return { ...(from !== undefined && { fromAt: from }), ...(to !== undefined && { toAt: to }) };
}

/** A range of the domain in the words of the API. */
export function rangeResource({ fromAt, toAt }: TimeRange) {
  return { from: toInstant(fromAt), to: toInstant(toAt) };
}

/** The mistake of a range without anything in it, where it is one. */
export function rangeMistakes({ from, to }: { readonly from?: number | undefined; readonly to?: number | undefined }) {
  if (from === undefined || to === undefined || from < to) return [];
  return [{ path: 'to', message: 'not after "from"' }];
}

/** The name of a service, as a part of the path. */
export const serviceName = z.string().min(1).max(longestName).describe('The name of the service, URL-encoded.');
