import type { Socket } from 'node:net';
import { Failure, type FailureReason } from '../../domain/failure.ts';
import type { Attempt } from '../../http/attempt.ts';
import {
  type AmqpMethod,
  amqpMethod,
  long,
  longBytes,
  maxFrameBytes,
  methodFrame,
  notAmqp,
  protocolHeader,
  short,
  shortText,
  textsOfTable,
} from './amqp-frames.ts';
import type { Hearing } from './hearing.ts';
import { saidBy } from './query-rows.ts';
import { say } from './say.ts';

/** A connection that AMQP is spoken over. */
export interface AmqpLine {
  readonly socket: Socket;
  readonly hearing: Hearing;
  readonly attempt: Attempt;
}

/** Who logs in, and where to. */
export interface AmqpLogin {
  readonly username: string;
  readonly password: string;
  readonly vhost: string;
}

/** Opens the connection, by PLAIN (https://www.rabbitmq.com/docs/access-control#mechanisms). Rejects with a Failure. */
export async function openConnection({ username, password, vhost }: AmqpLogin, line: AmqpLine): Promise<void> {
  await say(line.socket, protocolHeader, line.attempt);
  learnServer(await heard(line, '10.10', 'the greeting of AMQP'), line.attempt);
  // With it, a refused login is told and not only cut (https://www.rabbitmq.com/docs/auth-notification).
  const capabilities = Buffer.concat([shortText('authentication_failure_close'), Buffer.from('t\x01')]);
  const properties = Buffer.concat([
    ...[shortText('product'), Buffer.from('S'), longBytes('svcmon')],
    ...[shortText('capabilities'), Buffer.from('F'), longBytes(capabilities)],
  ]);
  const login = [
    longBytes(properties),
    shortText('PLAIN'),
    longBytes(`\0${username}\0${password}`),
    shortText('en_US'),
  ];
  await call(line, methodFrame(0, '10.11', login));
  await heard(line, '10.30', 'the server to let us in', loginMeanings);
  const limits = [short(1), long(maxFrameBytes), short(0)];
  await call(
    line,
    Buffer.concat([methodFrame(0, '10.31', limits), methodFrame(0, '10.40', [shortText(vhost), Buffer.alloc(2)])]),
  );
  await heard(line, '10.41', 'the virtual host', vhostMeanings);
}

/** How full a queue is. */
export interface QueueCounts {
  readonly message_count: number;
  readonly consumer_count: number;
}

/** Looks at a queue without making one. Rejects with a Failure: `service_unknown` where there is none. */
export async function lookAtQueue(queue: string, line: AmqpLine): Promise<QueueCounts> {
  await call(line, methodFrame(1, '20.10', [shortText('')]));
  await heard(line, '20.11', 'a channel');
  const passive = Buffer.from([1]);
  await call(line, methodFrame(1, '50.10', [short(0), shortText(queue), passive, longBytes('')]));
  const { arguments: args } = await heard(line, '50.11', `the queue ${queue}`, queueMeanings);
  if (args.length < 9) throw notAmqp();
  return { message_count: args.readUInt32BE(args.length - 8), consumer_count: args.readUInt32BE(args.length - 4) };
}

/** What closes the connection in order: reply code 200, for no method. */
export const closeFrame = methodFrame(0, '10.50', [short(200), shortText(''), short(0), short(0)]);

function learnServer({ arguments: args }: AmqpMethod, attempt: Attempt): void {
  if (args.length < 6 || args.length < 6 + args.readUInt32BE(2)) throw notAmqp();
  const texts = textsOfTable(args.subarray(6, 6 + args.readUInt32BE(2)));
  const details = ['product', 'version'].flatMap((name) => {
    const text = texts.get(name);
    return text === undefined ? [] : [[name, saidBy(text)] as const];
  });
  attempt.learn({ details: Object.fromEntries(details) });
}

function call({ socket, attempt }: AmqpLine, frames: Buffer): Promise<void> {
  return say(socket, frames, attempt);
}

type Meanings = Readonly<Record<number, readonly [FailureReason, string]>>;

const loginMeanings: Meanings = { 403: ['auth_failed', 'the server refuses the credentials'] };
const vhostMeanings: Meanings = {
  403: ['auth_failed', 'the user may not use the virtual host'],
  530: ['service_unknown', 'the virtual host does not exist, or not for this user'],
};
const queueMeanings: Meanings = {
  403: ['query_failed', 'the user may not look at the queue'],
  404: ['service_unknown', 'the queue does not exist'],
  405: ['query_failed', 'the queue belongs to another connection alone'],
};

async function heard({ hearing }: AmqpLine, id: string, what: string, meanings: Meanings = {}): Promise<AmqpMethod> {
  const method = await hearing.until(amqpMethod(what));
  if (method.id === id) return method;
  if (method.id !== '10.50' && method.id !== '20.40') throw notAmqp();
  const { arguments: args } = method;
  if (args.length < 3) throw notAmqp();
  const code = args.readUInt16BE(0);
  const [reason, means] = meanings[code] ?? ['query_failed', 'the server ends the conversation'];
  throw new Failure(reason, `${means}: ${code} ${saidBy(args.toString('utf8', 3, 3 + (args[2] ?? 0)))}`);
}
