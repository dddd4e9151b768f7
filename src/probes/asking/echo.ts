import { isIP } from 'node:net';
import type { Complaint } from '../../domain/complaint.ts';
import { Failure } from '../../domain/failure.ts';
import type { Detail, Observation } from '../../domain/observation.ts';
import type { ResolvedAddress } from '../../http/address.ts';
import { Attempt } from '../../http/attempt.ts';
import type { ProbeContext } from '../probe.ts';
import { ping } from './ping.ts';
import type { PingReport } from './ping-output.ts';

/** Where to send echo requests, and how. Durations in ms. */
export interface EchoOptions {
  readonly host: string;
  readonly count: number;
  readonly packet_interval: number;
  readonly reply_timeout: number;
  readonly packet_size: number;
  readonly ip_family: 4 | 6 | 'any';
  readonly resolver?: string | undefined;
}

/**
 * Sends echo requests; the response time is the mean time to a reply. Rejects with a Failure: `no_reply` when none came; some
 * that did not come are a complaint.
 */
export async function sendEchoes(
  options: EchoOptions,
  { signal, clock, lookup }: Pick<ProbeContext, 'signal' | 'clock' | 'lookup'>,
): Promise<Observation> {
  const attempt = new Attempt({ signal, clock });
  try {
    const addresses = await resolve(options, lookup, attempt);
    attempt.timer.stop();
    const { dns } = attempt.timer.phases;
    const { report, address } = await askOneOf(addresses, options, attempt);
    return observationOf(report, { address, ...(dns !== undefined && { dns }) });
  } catch (error) {
    throw attempt.explain(error);
  } finally {
    attempt.close();
  }
}

async function resolve(
  { host, ip_family: family, resolver }: EchoOptions,
  lookup: ProbeContext['lookup'],
  attempt: Attempt,
): Promise<readonly ResolvedAddress[]> {
  const { signal } = attempt;
  if (isIP(host) === 0) attempt.enter('dns', `resolving ${host}`);
  return lookup(host, resolver === undefined ? { family, signal } : { family, signal, resolver });
}

interface Echo {
  readonly report: PingReport;
  readonly address: string;
}

/** Asks the first address, and the first of the other family where this machine cannot send to that of the one. */
async function askOneOf(addresses: readonly ResolvedAddress[], options: EchoOptions, attempt: Attempt): Promise<Echo> {
  const [first, ...others] = addresses.filter(
    ({ family }, at) => at === addresses.findIndex((one) => one.family === family),
  );
  try {
    return await ask(first?.address ?? '', options, attempt);
  } catch (error) {
    const [other] = others;
    if (other === undefined || !(error instanceof Failure) || error.reason !== 'network_unreachable') throw error;
    return ask(other.address, options, attempt);
  }
}

async function ask(
  address: string,
  { count, packet_interval, reply_timeout, packet_size }: EchoOptions,
  attempt: Attempt,
): Promise<Echo> {
  attempt.learn({ address });
  attempt.enter('wait', 'waiting for echo replies');
  const order = {
    address,
    count,
    intervalMs: packet_interval,
    replyTimeoutMs: reply_timeout,
    packetBytes: packet_size,
  };
  return { address, report: await ping(order, attempt.signal) };
}

function observationOf(
  { sent, timesMs, remark }: PingReport,
  { address, dns }: { readonly address: string; readonly dns?: number },
): Observation {
  const received = timesMs.length;
  const loss = toThousandths(1 - received / sent);
  const counts = { sent, received, loss };
  if (received === 0) {
    const why = remark === undefined ? '' : ` (${remark})`;
    throw new Failure('no_reply', `no reply to ${requests(sent)} to ${address}${why}`, { facts: { details: counts } });
  }
  const times = statisticsOf(timesMs);
  return {
    type: 'icmp',
    // What follows it is the mean time.
    summary: `${received} of ${sent} replies`,
    address,
    responseTimeMs: times.rtt,
    phases: { ...(dns !== undefined && { dns }), wait: times.rtt },
    details: { ...counts, ...times },
    complaints: received < sent ? [lossOf(sent - received, sent)] : [],
  };
}

function statisticsOf(timesMs: readonly number[]): { readonly rtt: number; readonly [name: string]: Detail } {
  const mean = meanOf(timesMs);
  const variance = meanOf(timesMs.map((ms) => (ms - mean) ** 2));
  return {
    rtt_min: Math.min(...timesMs),
    rtt: toThousandths(mean),
    rtt_max: Math.max(...timesMs),
    rtt_stddev: toThousandths(Math.sqrt(variance)),
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** What ping can tell: its times are in whole µs. */
function toThousandths(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

function lossOf(missing: number, sent: number): Complaint {
  const were = missing === 1 ? 'was' : 'were';
  return { status: 'degraded', reason: 'packet_loss', message: `${missing} of ${requests(sent)} ${were} not answered` };
}

function requests(count: number): string {
  return `${count} echo ${count === 1 ? 'request' : 'requests'}`;
}
