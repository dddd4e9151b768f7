import { randomInt } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import { Failure, toFailure } from '../../domain/failure.ts';
import type { Attempt } from '../../http/attempt.ts';
import { connect } from '../../http/connect.ts';
import { closedEarly } from '../../http/failure.ts';
import type { TlsSettings } from '../../http/request.ts';
import { secure } from '../../http/tls.ts';
import { brokenOff } from './broken-off.ts';
import { type DnsMessage, type DnsQuestion, encodeQuestion, readAnswer } from './dns-message.ts';
import { type DnsServers, serverFailure } from './dns-servers.ts';
import { secureContextFor } from './secure-context.ts';

/** How TLS is spoken to a DNS server (RFC 7858). */
export interface DnsTls {
  /** The host of the server, for which the certificate must be unless the settings name another. */
  readonly host: string;
  readonly settings: TlsSettings;
}

export interface StreamQuestion {
  readonly servers: DnsServers;
  readonly question: DnsQuestion;
  /** Without it, what is said is not encrypted. */
  readonly tls: DnsTls | undefined;
}

/**
 * Asks over TCP (RFC 7766), or TLS, the server that can be connected to. Rejects with a Failure: `connection_reset` when the
 * connection ends before a whole answer, `protocol_error` for an answer to another question.
 */
export async function askByStream({ servers, question, tls }: StreamQuestion, attempt: Attempt): Promise<DnsMessage> {
  const sent = { question, id: randomInt(65_536) };
  let socket = await open(servers, attempt);
  try {
    if (tls) socket = await encrypt(socket, tls, attempt);
    const bytes = await converse(socket, encodeQuestion(sent), attempt);
    const message = readAnswer(bytes, sent);
    if (message !== undefined) return message;
    throw new Failure('protocol_error', 'the answer is to another question, or to none');
  } finally {
    socket.destroy();
  }
}

/** One port for all: a system whose servers listen on different ones asks the first and its like. */
async function open(servers: DnsServers, attempt: Attempt): Promise<Socket> {
  const port = servers.list[0]?.port ?? 0;
  const addresses = servers.list.flatMap(({ address, port: own }) =>
    own === port ? [{ address, family: familyOf(address) }] : [],
  );
  try {
    return await connect(addresses, port, attempt);
  } catch (error) {
    throw serverFailure(toFailure(error), servers);
  }
}

function familyOf(address: string): 4 | 6 {
  return isIP(address) === 6 ? 6 : 4;
}

async function encrypt(socket: Socket, { host, settings }: DnsTls, attempt: Attempt): Promise<Socket> {
  const secureContext = secureContextFor(settings);
  const serverName = settings.serverName ?? host.replace(/\.$/, '');
  const insecure = settings.insecure === true;
  return secure({ socket, secureContext, serverName, insecure, protocols: ['dot'], hints }, attempt);
}

const noTls = 'the port does not speak TLS: DNS over TLS usually has port 853';
const hints = { ERR_SSL_WRONG_VERSION_NUMBER: noTls, ERR_SSL_PACKET_LENGTH_TOO_LONG: noTls };

// RFC 1035 §4.2.2: messages are preceded by their length.
const prefixLength = 2;

/** Says the question and resolves with the message that comes back. */
function converse(socket: Socket, question: Buffer, attempt: Attempt): Promise<Buffer> {
  attempt.enter('send', 'sending the question');
  return attempt.run<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    let received = 0;
    let wanted: number | undefined;
    socket.on('data', (chunk: Buffer) => {
      if (received === 0) attempt.enter('receive', 'receiving the answer');
      chunks.push(chunk);
      received += chunk.length;
      if (received >= prefixLength) wanted ??= prefixLength + Buffer.concat(chunks).readUInt16BE();
      if (wanted === undefined || received < wanted) return;
      socket.destroy();
      resolve(Buffer.concat(chunks).subarray(prefixLength, wanted));
    });
    socket.on('end', () => reject(brokenOff(closedEarly)));
    socket.on('error', (error) => reject(brokenOff(error)));
    socket.write(withPrefix(question), () => {
      if (received === 0) attempt.enter('wait', 'waiting for an answer');
    });
    return () => {
      if (received > 0) attempt.describe(`receiving the answer, ${received} bytes so far`);
      socket.destroy();
    };
  });
}

function withPrefix(message: Buffer): Buffer {
  const prefix = Buffer.alloc(prefixLength);
  prefix.writeUInt16BE(message.length);
  return Buffer.concat([prefix, message]);
}
