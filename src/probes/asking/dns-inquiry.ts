import { isIP } from 'node:net';
import { Failure } from '../../domain/failure.ts';
import type { Observation } from '../../domain/observation.ts';
import { Attempt } from '../../http/attempt.ts';
import type { DnsOptions } from '../options/dns-keys.ts';
import { transportOf } from '../options/dns-problems.ts';
import type { ProbeContext } from '../probe.ts';
import { askByDatagram } from './dns-datagrams.ts';
import { askByHttps } from './dns-https.ts';
import type { DnsQuestion } from './dns-message.ts';
import { reverseName } from './dns-names.ts';
import { serversOf } from './dns-servers.ts';
import { askByStream, type DnsTls } from './dns-stream.ts';
import { type DnsAnswer, observationOf } from './dns-verdict.ts';
import { tlsSettingsOf } from './tls-settings.ts';

interface Inquiry {
  readonly options: DnsOptions;
  readonly question: DnsQuestion;
}

/** Asks one question. Resolves with what was answered; rejects with a Failure for another answer than the expected one, and for none. */
export async function inquire(options: DnsOptions, context: ProbeContext): Promise<Observation> {
  const question = questionOf(options);
  const inquiry = { options, question };
  const answer = transportOf(options) === 'doh' ? await askDoh(inquiry, context) : await askServers(inquiry, context);
  if (answer.message.truncated) {
    const { facts } = answer;
    throw new Failure('protocol_error', 'the answer is cut short even where there is room for all of it', { facts });
  }
  return observationOf(answer, { ...options, question });
}

function questionOf({ query, record: type, recursion, dnssec }: DnsOptions): DnsQuestion {
  return { name: isIP(query) === 0 ? query : reverseName(query), type, recursion, dnssec };
}

async function askDoh({ options, question }: Inquiry, { http, signal }: ProbeContext): Promise<DnsAnswer> {
  const { resolver, tls, ip_family: ipFamily } = options;
  const settings = tls === undefined ? {} : tlsSettingsOf(tls);
  const asked = { url: resolver?.url ?? '', question, tls: settings, ipFamily, signal };
  const { message, answer } = await askByHttps(asked, http);
  return { message, transport: 'doh', facts: factsOf(answer) };
}

async function askServers(inquiry: Inquiry, { signal, clock, lookup }: ProbeContext): Promise<DnsAnswer> {
  const attempt = new Attempt({ signal, clock });
  try {
    const said = await converse(inquiry, lookup, attempt);
    attempt.timer.stop();
    const { phases, totalMs: responseTimeMs } = attempt.timer;
    return { ...said, facts: factsOf({ ...attempt.facts, phases, responseTimeMs }) };
  } catch (error) {
    throw attempt.explain(error);
  } finally {
    attempt.close();
  }
}

type Said = Omit<DnsAnswer, 'facts'>;

const usualPort = 53;
// RFC 7858 §3.1.
const dotPort = 853;

async function converse(
  { options, question }: Inquiry,
  lookup: ProbeContext['lookup'],
  attempt: Attempt,
): Promise<Said> {
  const { resolver, ip_family: family } = options;
  const transport = transportOf(options);
  const named = resolver?.url === undefined ? resolver : undefined;
  const defaultPort = transport === 'dot' ? dotPort : usualPort;
  const servers = await serversOf({ resolver: named, defaultPort, family }, lookup, attempt);
  if (transport !== 'udp') {
    const tls = transport === 'dot' ? dnsTlsOf(options, named?.host) : undefined;
    return { transport, message: await askByStream({ servers, question, tls }, attempt) };
  }
  const { message, server } = await askByDatagram(servers, question, attempt);
  attempt.learn(server);
  if (!message.truncated) return { transport, message };
  const same = { ...servers, list: [server] };
  return { transport: 'tcp', message: await askByStream({ servers: same, question, tls: undefined }, attempt) };
}

function dnsTlsOf({ tls }: DnsOptions, host = ''): DnsTls {
  return { host, settings: tls === undefined ? {} : tlsSettingsOf(tls) };
}

function factsOf({ phases, responseTimeMs, address, port, tls }: DnsAnswer['facts']): DnsAnswer['facts'] {
  return {
    phases,
    responseTimeMs,
    ...(address !== undefined && { address }),
    ...(port !== undefined && { port }),
    ...(tls !== undefined && { tls }),
  };
}
