import { Failure, type FailureReason } from '../../domain/failure.ts';
import type { Detail, Observation } from '../../domain/observation.ts';
import type { DnsOptions } from '../options/dns-keys.ts';
import { type DnsMessage, type DnsQuestion, sameName } from './dns-message.ts';
import { type DnsRecord, recordLine } from './dns-record.ts';

/** An answer, with the times and facts of the attempt that brought it. */
export interface DnsAnswer {
  readonly message: DnsMessage;
  /** How the answer came at last: an answer cut short over UDP comes over TCP. */
  readonly transport: 'udp' | 'tcp' | 'dot' | 'doh';
  readonly facts: Pick<Observation, 'phases' | 'responseTimeMs' | 'address' | 'port' | 'tls'>;
}

export interface DnsExpectation extends Pick<DnsOptions, 'expected_rcode' | 'allow_empty'> {
  readonly question: DnsQuestion;
}

/** What an answer shows; throws a Failure, with the same facts, for one that is not of the kind that was expected. */
export function observationOf({ message, transport, facts }: DnsAnswer, expected: DnsExpectation): Observation {
  const { question } = expected;
  const { rcode, records, authoritative, authenticated } = message;
  const answers = answersTo(question, records);
  const serial = answers.find(({ type }) => type === 'SOA')?.data.split(' ')[2];
  const details: Record<string, Detail> = {
    rcode,
    // Servers deal their records out in turns.
    answers: answers.map(({ data }) => data).toSorted(),
    answer_count: answers.length,
    ...(answers.length > 0 && { ttl: Math.min(...answers.map(({ ttl }) => ttl)) }),
    ...(serial !== undefined && { serial: Number(serial) }),
    authoritative,
    authenticated,
    transport,
  };
  const seen = {
    ...facts,
    details,
    unshown: { records: records.map((record) => ({ ...record })) },
    body: records.map(recordLine).join('\n'),
  };
  const fault = faultOf(message, answers, expected);
  if (fault !== undefined) throw new Failure(fault.reason, fault.message, { facts: seen });
  return { type: 'dns', summary: summaryOf(rcode, answers.length), ...seen };
}

function summaryOf(rcode: string, count: number): string {
  if (rcode !== 'NOERROR') return `${rcode}, as expected,`;
  return `${rcode} with ${countOf(count)}`;
}

function countOf(count: number): string {
  return `${count === 0 ? 'no' : count} ${count === 1 ? 'answer' : 'answers'}`;
}

// Resolvers give up after fewer.
const mostAliases = 32;

/** The records of the type that was asked for, of the name that was asked for or one that it is an alias of. */
function answersTo({ name, type }: DnsQuestion, records: readonly DnsRecord[]): readonly DnsRecord[] {
  const owners = [name];
  for (const owner of owners) {
    if (owners.length > mostAliases) break;
    const alias = records.find((record) => record.type === 'CNAME' && sameName(record.name, owner));
    if (alias && !owners.some((known) => sameName(known, alias.data))) owners.push(alias.data);
  }
  return records.filter((record) => record.type === type && owners.some((owner) => sameName(record.name, owner)));
}

interface Fault {
  readonly reason: FailureReason;
  readonly message: string;
}

function faultOf({ rcode }: DnsMessage, answers: readonly DnsRecord[], expected: DnsExpectation): Fault | undefined {
  const { question, expected_rcode, allow_empty } = expected;
  const { name, type } = question;
  if (rcode !== expected_rcode) {
    const meaning = rcodeFaults[rcode];
    if (meaning !== undefined && expected_rcode === 'NOERROR') return { ...meaning, message: meaning.message(name) };
    const wanted = `expected ${expected_rcode} for ${name}, got ${rcode}`;
    if (meaning !== undefined) return { reason: meaning.reason, message: wanted };
    const got = rcode === 'NOERROR' ? ` with ${countOf(answers.length)}` : '';
    return { reason: rcode === 'NOERROR' ? 'unexpected_answer' : 'query_failed', message: `${wanted}${got}` };
  }
  if (rcode !== 'NOERROR' || answers.length > 0 || allow_empty) return undefined;
  return { reason: 'dns_no_record', message: `NOERROR, but the answer has no ${type} record of ${name}` };
}

const rcodeFaults: Readonly<Record<string, { readonly reason: FailureReason; message(name: string): string }>> = {
  NXDOMAIN: { reason: 'dns_nxdomain', message: (name) => `the name ${name} does not exist (NXDOMAIN)` },
  SERVFAIL: { reason: 'dns_servfail', message: (name) => `the server cannot answer for ${name} (SERVFAIL)` },
  REFUSED: { reason: 'dns_refused', message: (name) => `the server refuses to answer for ${name} (REFUSED)` },
  NOTIMP: { reason: 'unimplemented', message: (name) => `the server does not know how to answer for ${name} (NOTIMP)` },
};
