import type { Socket } from 'node:net';
import type { Clock } from '../../domain/clock.ts';
import { Failure } from '../../domain/failure.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Secret } from '../../domain/secret.ts';
import { Attempt } from '../../http/attempt.ts';
import type { TlsSettings } from '../../http/request.ts';
import { secure } from '../../http/tls.ts';
import type { SmtpEncryption } from '../options/smtp-keys.ts';
import type { TlsKeys } from '../options/tls-keys.ts';
import type { ProbeContext } from '../probe.ts';
import { encrypt, notTlsAfterAll } from './encrypt.ts';
import { type Place, reach } from './reach.ts';
import { secureContextFor } from './secure-context.ts';
import { SmtpLine } from './smtp-line.ts';
import { logIn } from './smtp-login.ts';
import { askOver, type Envelope, greet, introduce, type SmtpAnswer } from './smtp-talk.ts';
import { notNow, shownWords } from './starttls-dialogue.ts';
import { tlsSettingsOf } from './tls-settings.ts';

/** What is asked of a mail server, and as whom. */
export interface SmtpQuestion extends Place, Envelope {
  readonly encryption: SmtpEncryption;
  readonly tls?: TlsKeys | undefined;
  readonly username?: string | undefined;
  readonly password?: Secret | undefined;
}

interface Parts {
  readonly attempt: Attempt;
  readonly clock: Clock;
}

/** Speaks with a mail server, and sends nothing. Rejects with a Failure that carries what was learned until then. */
export async function visitSmtp(
  question: SmtpQuestion,
  { signal, clock, lookup }: Pick<ProbeContext, 'signal' | 'clock' | 'lookup'>,
): Promise<Observation> {
  const { host, encryption } = question;
  const attempt = new Attempt({ signal, clock });
  const parts = { attempt, clock };
  let socket: Socket | undefined;
  try {
    const tls = tlsSettingsOf(question.tls ?? { insecure: false });
    socket = await reach(question, { attempt, lookup });
    if (encryption === 'implicit') socket = await encrypt(socket, { host, tls, notTls: perhapsPlainFirst }, parts);
    let line = new SmtpLine(socket, parts);
    let capabilities = await greet(line);
    if (wantsStartTls(question, capabilities)) {
      socket = await startTls(line, { host, tls }, parts);
      line = new SmtpLine(socket, parts);
      // What was offered in the clear counts no more (RFC 3207 §4.2).
      capabilities = await introduce(line);
    }
    line.learn({ encrypted: attempt.facts.tls !== undefined });
    const { username, password } = question;
    if (username !== undefined && password !== undefined) {
      await logIn({ username, password: password.reveal() }, line, capabilities);
    }
    const answer = await askOver(line, question);
    attempt.timer.stop();
    const { phases, totalMs: responseTimeMs } = attempt.timer;
    await part(socket, attempt);
    return { type: 'smtp', phases, responseTimeMs, summary: summaryOf(answer, attempt), ...attempt.facts };
  } catch (error) {
    throw attempt.explain(error);
  } finally {
    attempt.close();
    socket?.destroy();
  }
}

/** Throws a Failure where TLS is wanted, or a password would go in the clear unasked, and the server does not offer it. */
function wantsStartTls({ encryption, username }: SmtpQuestion, capabilities: readonly string[]): boolean {
  if (encryption === 'implicit' || encryption === 'none') return false;
  if (capabilities.some((capability) => capability.toUpperCase() === 'STARTTLS')) return true;
  if (encryption === 'starttls') throw new Failure('unimplemented', 'the server does not offer STARTTLS');
  if (username === undefined) return false;
  const message = 'the server does not offer STARTTLS, and the password is not sent in the clear';
  throw new Failure('unimplemented', `${message}: \`encryption: none\` would send it`);
}

interface Trust {
  readonly host: string;
  readonly tls: TlsSettings;
}

async function startTls(line: SmtpLine, { host, tls }: Trust, { attempt }: Parts): Promise<Socket> {
  const secureContext = secureContextFor(tls);
  const answer = await line.ask('STARTTLS');
  line.learn({ code: answer.code });
  if (answer.code !== 220) throw notNow(`${answer.code} ${answer.lines.join(' ')}`);
  line.close();
  // Whoever stands between could have put it there, to be taken for what comes encrypted (CVE-2011-0411).
  if (line.rest !== '') {
    const words = shownWords(line.rest);
    throw new Failure('protocol_error', `the server went on in plain text after it agreed to TLS: ${words}`);
  }
  const serverName = tls.serverName ?? host.replace(/\.$/, '');
  const handshake = { socket: line.socket, secureContext, serverName, insecure: tls.insecure === true };
  return secure({ ...handshake, protocols: [], hints }, attempt);
}

const perhapsPlainFirst =
  'the port does not speak TLS, or begins in plain text: `encryption: starttls` asks for TLS then';

const hints = {
  ERR_SSL_WRONG_VERSION_NUMBER: notTlsAfterAll,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: notTlsAfterAll,
};

// From the farewell to the end of the connection, which is for the server to close (RFC 5321 §4.1.1.10).
const farewellMs = 500;

/** Says that we go. The answer is complete: that the time is up now changes nothing. */
async function part(socket: Socket, attempt: Attempt): Promise<void> {
  const parted = attempt.run<void>((resolve) => {
    const timer = setTimeout(resolve, farewellMs);
    const letGo = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve();
    };
    socket.once('end', letGo).once('close', letGo).resume();
    if (socket.writable) socket.write('QUIT\r\n');
    else letGo();
    return letGo;
  });
  await parted.catch(() => undefined);
}

/** `250 to NOOP over TLSv1.3`. */
function summaryOf({ to, code }: SmtpAnswer, { facts: { tls } }: Attempt): string {
  return `${code} to ${to}${tls === undefined ? '' : ` over ${tls.protocol}`}`;
}
