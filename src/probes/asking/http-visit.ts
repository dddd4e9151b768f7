import { requestAs } from '../../auth/authenticated-request.ts';
import type { Observation } from '../../domain/observation.ts';
import type { HttpOptions } from '../options/http-options.ts';
import type { ProbeContext } from '../probe.ts';
import { withMeaning } from './http-meaning.ts';
import { requestOf } from './http-request.ts';

/** Sends the request of an http service, to one address or to each, where its robots.txt counts and allows it. Rejects with a Failure. */
export async function visitHttp(options: HttpOptions, context: ProbeContext): Promise<Observation> {
  const request = requestOf(options, context.signal);
  if (options.robots === 'respect') {
    const { requirePermission } = await import('./robots.ts');
    await requirePermission(request, context);
  }
  if (!options.each_address) return withMeaning(await requestAs(options.auth, request, context), options);
  const { askEachAddress } = await import('./each-address.ts');
  return askEachAddress(options, context, async (address) => {
    return withMeaning(await requestAs(options.auth, { ...request, address }, context), options);
  });
}
