import type { Answer, BaseAnswer, NaptrData } from 'dns-packet';
import { serviceBindingText } from './dns-service-binding.ts';
import { escaped, nameText, quoted } from './dns-text.ts';
import { typeName } from './dns-type.ts';

/** A resource record, its data as zone files write it; names end in a dot. */
export interface DnsRecord {
  readonly name: string;
  readonly type: string;
  /** Seconds. */
  readonly ttl: number;
  readonly data: string;
}

/** A record as DNS tools show it (RFC 1035 §5.1, RFC 3597 §5 for what has no form of its own); the strings of a TXT record are joined, without quotes. */
export function recordOf(answer: Answer): DnsRecord {
  const ttl = 'ttl' in answer ? (answer.ttl ?? 0) : 0;
  return { name: nameText(answer.name), type: typeName(answer.type), ttl, data: dataText(answer) };
}

/** The record as a line of a zone file. */
export function recordLine({ name, type, ttl, data }: DnsRecord): string {
  return `${name} ${ttl} IN ${type} ${type === 'TXT' ? quoted(data) : data}`;
}

// The type lacks what the library has.
type AnyAnswer = Answer | BaseAnswer<'NAPTR', NaptrData>;

function dataText(answer: AnyAnswer): string {
  switch (answer.type) {
    case 'A':
    case 'AAAA':
      return answer.data;
    case 'CNAME':
    case 'DNAME':
    case 'NS':
    case 'PTR':
      return nameText(answer.data);
    case 'MX':
      return `${answer.data.preference ?? 0} ${nameText(answer.data.exchange)}`;
    case 'TXT':
      return Buffer.concat([answer.data].flat().map((text) => Buffer.from(text))).toString('utf8');
    case 'SOA': {
      const { mname, rname, serial, refresh, retry, expire, minimum } = answer.data;
      return [nameText(mname), nameText(rname), serial, refresh, retry, expire, minimum].join(' ');
    }
    case 'SRV': {
      const { priority, weight, port, target } = answer.data;
      return [priority, weight, port, nameText(target)].join(' ');
    }
    case 'CAA':
      return `${answer.data.flags ?? 0} ${escaped(answer.data.tag)} ${quoted(answer.data.value)}`;
    case 'NAPTR': {
      const { order, preference, flags, services, regexp, replacement } = answer.data;
      return [order, preference, ...[flags, services, regexp].map(quoted), nameText(replacement)].join(' ');
    }
    default:
      return securityText(answer);
  }
}

/** The data of DNSSEC and its relatives: numbers, then bytes. */
function securityText(answer: AnyAnswer): string {
  switch (answer.type) {
    case 'DS':
      return `${answer.data.keyTag} ${answer.data.algorithm} ${answer.data.digestType} ${hex(answer.data.digest)}`;
    case 'DNSKEY':
      return `${answer.data.flags} 3 ${answer.data.algorithm} ${answer.data.key.toString('base64')}`;
    case 'TLSA':
      return `${answer.data.usage} ${answer.data.selector} ${answer.data.matchingType} ${hex(answer.data.certificate)}`;
    case 'SSHFP':
      return `${answer.data.algorithm} ${answer.data.hash} ${answer.data.fingerprint}`;
    case 'RRSIG': {
      const { typeCovered, algorithm, labels, originalTTL, expiration, inception, keyTag, signersName, signature } =
        answer.data;
      const times = [expiration, inception].map(signatureTime);
      const head = [typeName(typeCovered), algorithm, labels, originalTTL, ...times, keyTag, nameText(signersName)];
      return [...head, signature.toString('base64')].join(' ');
    }
    default:
      return 'data' in answer && Buffer.isBuffer(answer.data) ? textOfBytes(typeName(answer.type), answer.data) : '';
  }
}

function textOfBytes(type: string, data: Buffer): string {
  const binding = type === 'SVCB' || type === 'HTTPS' ? serviceBindingText(data) : undefined;
  return binding ?? `\\# ${data.length} ${hex(data)}`;
}

function hex(bytes: Buffer): string {
  return bytes.toString('hex').toUpperCase();
}

/** `20260131235959`, UTC (RFC 4034 §3.2). */
function signatureTime(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().replace(/\D/g, '').slice(0, 14);
}
