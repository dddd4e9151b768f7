import { type Answer, AUTHENTIC_DATA, DNSSEC_OK, decode, encode, RECURSION_DESIRED } from 'dns-packet';
import { Failure } from '../../domain/failure.ts';
import { type DnsRecord, recordOf } from './dns-record.ts';
import { type DnsType, libraryType } from './dns-type.ts';

/** What a DNS server is asked. */
export interface DnsQuestion {
  /** In the letters DNS knows, without its last dot; `.` for the root. */
  readonly name: string;
  readonly type: DnsType;
  /** Whether the server is asked to look elsewhere for what it does not know. */
  readonly recursion: boolean;
  /** Whether signatures are asked for too. */
  readonly dnssec: boolean;
}

/** A question as it was sent, to tell its answer by. */
export interface SentQuestion {
  readonly question: DnsQuestion;
  readonly id: number;
}

/** An answer, of whatever response code. */
export interface DnsMessage {
  /** By name: `NOERROR`, `NXDOMAIN`, …, `RCODE_11`. */
  readonly rcode: string;
  readonly authoritative: boolean;
  /** Whether the server says that it has verified the signatures (AD). */
  readonly authenticated: boolean;
  readonly truncated: boolean;
  /** The answer section. */
  readonly records: readonly DnsRecord[];
}

// What no fragment is needed for (https://www.dnsflagday.net/2020).
const udpPayloadSize = 1_232;

/** The bytes of a question (RFC 1035 §4). AD asks for the AD bit of the answer (RFC 6840 §5.7). */
export function encodeQuestion({ question: { name, type, recursion, dnssec }, id }: SentQuestion): Buffer {
  return encode({
    type: 'query',
    id,
    flags: AUTHENTIC_DATA | (recursion ? RECURSION_DESIRED : 0),
    questions: [{ name, type: libraryType(type), class: 'IN' }],
    additionals: dnssec ? [signaturesWanted] : [],
  });
}

// RFC 6891 §6.1.2, RFC 3225.
const signaturesWanted: Answer = {
  type: 'OPT',
  name: '.',
  udpPayloadSize,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: DNSSEC_OK,
  flag_do: true,
  options: [],
};

const headerLength = 12;
const isResponse = 0x80;
// A message of 64 KiB could make us follow the pointers of thousands of names.
const mostRecords = 1_000;

/**
 * Reads an answer to a question; undefined for what belongs to another one, as RFC 5452 §9.1 has it. Throws a Failure
 * `protocol_error` for what answers this one and is no DNS message.
 */
export function readAnswer(bytes: Buffer, { question, id }: SentQuestion): DnsMessage | undefined {
  if (bytes.length < headerLength || bytes.readUInt16BE(0) !== id) return undefined;
  if ((bytes.readUInt8(2) & isResponse) === 0) return undefined;
  const counts = [6, 8, 10].map((at) => bytes.readUInt16BE(at));
  const count = counts.reduce((sum, each) => sum + each, 0);
  if (count > mostRecords) throw notDns(`it announces ${count} records`);

  const { questions = [], answers = [], additionals = [], ...header } = decoded(bytes);
  const rcode = rcodeOf(header.flags ?? 0, additionals);
  const [asked] = questions;
  // A server that cannot read a question need not repeat it.
  const isOurs =
    asked === undefined
      ? rcode !== 'NOERROR'
      : sameName(asked.name, question.name) && asked.type === libraryType(question.type);
  if (!isOurs) return undefined;
  return {
    rcode,
    authoritative: header.flag_aa,
    authenticated: header.flag_ad,
    truncated: header.flag_tc,
    records: answers.map(recordOf),
  };
}

/** Whether two names are one, in whatever case (RFC 4343), with or without the last dot. */
export function sameName(one: string, other: string): boolean {
  return comparable(one) === comparable(other);
}

function comparable(name: string): string {
  const bare = name.endsWith('.') ? name.slice(0, -1) : name;
  return bare.toLowerCase();
}

function decoded(bytes: Buffer) {
  let message: ReturnType<typeof decode>;
  try {
    message = decode(bytes);
  } catch (cause) {
    throw notDns('it breaks the format of DNS messages', cause);
  }
  // The library reads addresses and numbers beyond the end as nothing.
  if (decode.bytes > bytes.length) throw notDns('it ends in the middle of a record');
  return message;
}

function notDns(why: string, cause?: unknown): Failure {
  return new Failure('protocol_error', `the answer is not one that DNS knows: ${why}`, { cause });
}

// https://www.iana.org/assignments/dns-parameters, DNS RCODEs.
const rcodeNames: Readonly<Record<number, string>> = {
  0: 'NOERROR',
  1: 'FORMERR',
  2: 'SERVFAIL',
  3: 'NXDOMAIN',
  4: 'NOTIMP',
  5: 'REFUSED',
  6: 'YXDOMAIN',
  7: 'YXRRSET',
  8: 'NXRRSET',
  9: 'NOTAUTH',
  10: 'NOTZONE',
  16: 'BADVERS',
  23: 'BADCOOKIE',
};

/** With the upper bits of EDNS (RFC 6891 §6.1.3). */
function rcodeOf(flags: number, additionals: readonly Answer[]): string {
  const extended = additionals.find((record) => record.type === 'OPT')?.extendedRcode ?? 0;
  const code = (extended << 4) | (flags & 0xf);
  return rcodeNames[code] ?? `RCODE_${code}`;
}
