import { Failure } from '../../domain/failure.ts';
import type { HttpClient, HttpRequest } from '../../http/client.ts';
import { withParams } from '../../http/hop.ts';
import { requireHttpUrl } from '../../http/url.ts';
import type { ProbeContext } from '../probe.ts';
import { parseRobots, type RobotsRules } from './robots-rules.ts';

const robot = 'svcmon';
const keptForMs = 86_400_000;
// RFC 9309 §2.5: at least as much has to be read.
const maxBodyBytes = 524_288;

interface Kept {
  readonly rules: RobotsRules;
  readonly readAt: number;
}

/** By origin; as long as the client they came through. */
const keptBy = new WeakMap<HttpClient, Map<string, Kept>>();

/**
 * Rejects with `not_permitted` where the robots.txt of a server does not allow svcmon what a request asks for. It is read once a
 * day; one that cannot be reached then stays as it was, and the first one that cannot be is a failure of the service.
 */
export async function requirePermission(request: HttpRequest, context: ProbeContext): Promise<void> {
  const url = withParams(requireHttpUrl(request.url).url, request.params);
  const path = url.pathname + url.search;
  const { allows } = await rulesOf(url.origin, request, context);
  if (!allows(path))
    throw new Failure('not_permitted', `the robots.txt of ${url.host} does not allow ${robot} to ask this`);
}

async function rulesOf(origin: string, request: HttpRequest, context: ProbeContext): Promise<RobotsRules> {
  const kept = keptBy.get(context.http) ?? new Map<string, Kept>();
  keptBy.set(context.http, kept);
  const nowAt = context.clock.now();
  const known = kept.get(origin);
  if (known !== undefined && nowAt - known.readAt < keptForMs) return known.rules;
  try {
    const rules = await fetchRules(origin, request, context);
    kept.set(origin, { rules, readAt: nowAt });
    return rules;
  } catch (error) {
    if (known !== undefined) return known.rules;
    throw error;
  }
}

async function fetchRules(origin: string, request: HttpRequest, { http }: ProbeContext): Promise<RobotsRules> {
  const { signal, tls, proxy, noProxy, ipFamily, resolver, httpVersion, phaseLimits } = request;
  const answer = await http.request({
    url: `${origin}/robots.txt`,
    method: 'GET',
    signal,
    followRedirects: 5,
    maxBodyBytes,
    ...(tls && { tls }),
    ...(proxy !== undefined && { proxy }),
    ...(noProxy && { noProxy }),
    ...(ipFamily !== undefined && { ipFamily }),
    ...(resolver !== undefined && { resolver }),
    ...(httpVersion !== undefined && { httpVersion }),
    ...(phaseLimits && { phaseLimits }),
  });
  const { statusClass, statusCode, body } = answer;
  // RFC 9309 §2.3.1.3 and §2.3.1.4.
  if (statusClass === 'server_error') {
    const message = `the server does not say what its robots.txt allows: it answers ${statusCode} for it`;
    throw new Failure('not_permitted', message, { facts: { statusCode, address: answer.address ?? '' } });
  }
  return parseRobots(statusClass === 'success' ? body : '', robot);
}
