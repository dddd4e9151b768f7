import { setMaxListeners } from 'node:events';
import { Failure, failureReasons, toFailure } from '../../domain/failure.ts';
import { type Expectations, judgeObservation } from '../../domain/judge.ts';
import type { HttpObservation, PartialObservation } from '../../domain/observation.ts';
import { byWorstFirst, type Status } from '../../domain/status.ts';
import type { ResolvedAddress } from '../../http/address.ts';
import { Attempt } from '../../http/attempt.ts';
import { hostOf } from '../../http/url.ts';
import type { HttpOptions } from '../options/http-options.ts';
import { phaseLimitsOf } from '../options/phase-timeouts-key.ts';
import type { ProbeContext } from '../probe.ts';

const mostAddresses = 16;

/** Asks one address. */
export type AskAddress = (address: ResolvedAddress) => Promise<HttpObservation>;

/**
 * Asks every address that the host resolves to at once. Resolves with the worst answer, which complains of the addresses that
 * failed, or the slowest where all is well; rejects with a Failure where one gave no answer. What this machine cannot reach
 * proves nothing as long as another address answers.
 */
export async function askEachAddress(
  options: HttpOptions,
  context: ProbeContext,
  ask: AskAddress,
): Promise<HttpObservation> {
  const { addresses, dnsMs } = await resolve(options, context);
  const asked = addresses.slice(0, mostAddresses);
  // Node.js warns of a leak from eleven on.
  setMaxListeners(4 * mostAddresses, context.signal);
  const verdicts = await Promise.all(asked.map((address) => verdictOf(address, { options, context, ask })));
  const worst = verdicts.toSorted(byWeight)[0];
  if (worst === undefined) throw new Failure('internal_error', 'a name was resolved to no address');
  return observationOf(worst, verdicts, dnsMs);
}

async function resolve(options: HttpOptions, { lookup, signal: whole, clock }: ProbeContext) {
  const { url, ip_family: family, resolver, timeouts } = options;
  const attempt = new Attempt({ signal: whole, clock, limits: timeouts && phaseLimitsOf(timeouts) });
  const { signal } = attempt;
  const host = hostOf(new URL(url));
  attempt.enter('dns', `resolving ${host}`);
  try {
    const addresses = await lookup(host, { family, signal, ...(resolver !== undefined && { resolver }) });
    attempt.timer.stop();
    return { addresses, dnsMs: attempt.timer.totalMs };
  } catch (error) {
    throw attempt.explain(error);
  } finally {
    attempt.close();
  }
}

interface Verdict {
  readonly address: string;
  readonly status: Status;
  /** `connection_refused`, or `200 in 12 ms`. */
  readonly says: string;
  readonly outcome: HttpObservation | Failure;
}

interface Asking {
  readonly options: HttpOptions;
  readonly context: ProbeContext;
  readonly ask: AskAddress;
}

async function verdictOf(target: ResolvedAddress, { options, context, ask }: Asking): Promise<Verdict> {
  const { address } = target;
  try {
    const outcome = await ask(target);
    const { clock, timeBox } = context;
    const { findings } = judgeObservation(outcome, statusOnly(options), { now: clock.now(), timeBox });
    const worst = findings[0];
    const answered = `${outcome.statusCode} in ${Math.round(outcome.responseTimeMs)} ms`;
    if (worst === undefined) return { address, status: 'healthy', outcome, says: answered };
    return { address, status: worst.status, outcome, says: `${worst.reason} (${answered})` };
  } catch (error) {
    const outcome = toFailure(error);
    // Neither says anything about one address alone.
    if (outcome.reason === 'interrupted' || outcome.reason === 'internal_error') throw outcome;
    const status = failureReasons[outcome.reason].blame === 'target' ? 'unhealthy' : 'unknown';
    return { address, status, outcome, says: outcome.reason };
  }
}

/** Assertions, thresholds and certificates are judged once, on the answer that counts. */
function statusOnly({ expected_status: expectedStatus }: HttpOptions): Expectations {
  return {
    expectedStatus,
    assertions: [],
    responseTimeWarningMs: Number.POSITIVE_INFINITY,
    responseTimeCriticalMs: Number.POSITIVE_INFINITY,
    certificateExpiryWarningMs: Number.NEGATIVE_INFINITY,
  };
}

/** The one that counts comes first. */
function byWeight(a: Verdict, b: Verdict): number {
  const unreachable = Number(isOurs(a)) - Number(isOurs(b));
  const silent = Number(b.outcome instanceof Failure) - Number(a.outcome instanceof Failure);
  return unreachable || byWorstFirst(a.status, b.status) || silent || timeOf(b) - timeOf(a);
}

function isOurs({ outcome, status }: Verdict): boolean {
  return outcome instanceof Failure && status === 'unknown';
}

function timeOf({ outcome }: Verdict): number {
  return (outcome instanceof Failure ? outcome.facts.responseTimeMs : outcome.responseTimeMs) ?? 0;
}

function observationOf({ outcome }: Verdict, verdicts: readonly Verdict[], dnsMs: number): HttpObservation {
  const details = { addresses: verdicts.map(({ address, status, says }) => `${address} ${status}: ${says}`) };
  const failed = verdicts
    .filter(({ status }) => status === 'unhealthy')
    .map(({ address, says }) => `${address} ${says}`);
  const message = `${failed.length} of ${verdicts.length} addresses failed: ${failed.join(', ')}`;
  if (outcome instanceof Failure) {
    const { reason, facts, cause } = outcome;
    const said = failed.length === 0 ? outcome.message : `${message} (${outcome.message})`;
    throw new Failure(reason, said, { facts: { ...timed(facts, dnsMs), details }, cause });
  }
  const answered = verdicts.filter((one) => !(one.outcome instanceof Failure)).length;
  const { statusCode, complaints = [] } = outcome;
  return {
    ...timed(outcome, dnsMs),
    summary: `${answered} of ${verdicts.length} addresses answered, the slowest ${statusCode}`,
    details,
    complaints:
      failed.length === 0 ? complaints : [...complaints, { status: 'unhealthy', reason: 'unexpected_status', message }],
  };
}

/** With the time that the look-up took. */
function timed<Facts extends PartialObservation>(facts: Facts, dnsMs: number): Facts {
  const { phases = {}, responseTimeMs = 0 } = facts;
  const { dns: _none, ...others } = phases;
  return { ...facts, phases: { dns: dnsMs, ...others }, responseTimeMs: responseTimeMs + dnsMs };
}
