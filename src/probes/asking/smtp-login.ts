import { Failure } from '../../domain/failure.ts';
import type { SmtpLine } from './smtp-line.ts';
import { refusedBy, type SmtpReply } from './smtp-reply.ts';

/** Who logs in. */
export interface SmtpLogin {
  readonly username: string;
  readonly password: string;
}

/** Logs in by PLAIN (RFC 4616), or LOGIN where the server offers only that. Rejects with `auth_failed` where it refuses, `unimplemented` where it offers neither. */
export async function logIn(login: SmtpLogin, line: SmtpLine, capabilities: readonly string[]): Promise<void> {
  const offered = mechanismsIn(capabilities);
  const way = ways.find(([name]) => offered.includes(name))?.[1];
  if (way === undefined) throw new Failure('unimplemented', neither(offered));
  const reply = await way(login, line);
  line.learn({ code: reply.code });
  if (reply.code !== 235) throw refusedBy(reply, 'the login');
}

const ways = [
  ['PLAIN', plain],
  ['LOGIN', byTurns],
] as const;

async function plain({ username, password }: SmtpLogin, line: SmtpLine): Promise<SmtpReply> {
  const answer = base64(`\0${username}\0${password}`);
  const invited = await line.ask('AUTH PLAIN');
  return invited.code === 334 ? unrepeated(answer, line) : invited;
}

/** https://datatracker.ietf.org/doc/html/draft-murchison-sasl-login. */
async function byTurns({ username, password }: SmtpLogin, line: SmtpLine): Promise<SmtpReply> {
  const invited = await line.ask('AUTH LOGIN');
  if (invited.code !== 334) return invited;
  const half = await line.ask(base64(username), 'the user name');
  return half.code === 334 ? unrepeated(base64(password), line) : half;
}

/** Says the credentials; a server that repeats them in its reply is not quoted. */
async function unrepeated(credentials: string, line: SmtpLine): Promise<SmtpReply> {
  try {
    const reply = await line.ask(credentials, 'the login');
    const repeats = reply.lines.some((words) => words.includes(credentials.slice(0, 8)));
    return repeats ? { code: reply.code, lines: ['(with the login in it)'] } : reply;
  } catch (error) {
    if (!(error instanceof Failure) || !line.rest.includes(credentials.slice(0, 8))) throw error;
    throw new Failure(error.reason, 'what the server answers to the login is no reply, and repeats it');
  }
}

function mechanismsIn(capabilities: readonly string[]): readonly string[] {
  // `AUTH=` is how servers wrote it before there was a standard.
  const lists = capabilities.filter((capability) => /^AUTH[ =]/i.test(capability));
  return lists.flatMap((list) => list.slice('AUTH '.length).toUpperCase().split(/\s+/));
}

function neither(offered: readonly string[]): string {
  const ours = ways.map(([name]) => name).join(' or ');
  return offered.length === 0
    ? 'the server offers no login'
    : `the server offers no login by ${ours}, but by ${offered.slice(0, 10).join(', ').slice(0, 200)}`;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
