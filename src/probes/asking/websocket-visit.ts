import type { Socket } from 'node:net';
import { askAs } from '../../auth/authenticated-request.ts';
import type { BoundAuth, Credentials, Refusal, RequestWay } from '../../auth/scheme.ts';
import { Failure } from '../../domain/failure.ts';
import type { Observation } from '../../domain/observation.ts';
import { Attempt } from '../../http/attempt.ts';
import { openConnection, type Way } from '../../http/connection.ts';
import type { HandshakeHints } from '../../http/failure.ts';
import { basicOf } from '../../http/url.ts';
import { version } from '../../version.ts';
import type { Pattern } from '../options/pattern-key.ts';
import type { TlsKeys } from '../options/tls-keys.ts';
import type { ProbeContext } from '../probe.ts';
import { secureContextFor } from './secure-context.ts';
import { tlsSettingsOf } from './tls-settings.ts';
import { shakeHands, type WebSocketClass } from './websocket-handshake.ts';
import { detailsOf, observationOf, pleaForPatience } from './websocket-observation.ts';
import type { WebSocketTalk } from './websocket-talk.ts';

/** Which WebSocket to open, what to say over it and what to wait for. */
export interface WebSocketQuestion {
  readonly url: string;
  readonly send?: string | undefined;
  readonly expect?: Pattern | undefined;
  readonly ping: boolean;
  readonly subprotocols?: readonly string[] | undefined;
  readonly origin?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly auth?: BoundAuth | undefined;
  readonly tls?: TlsKeys | undefined;
  readonly proxy?: string | undefined;
  readonly no_proxy?: readonly string[] | undefined;
  readonly ip_family: 4 | 6 | 'any';
  readonly resolver?: string | undefined;
}

/**
 * Opens a WebSocket (RFC 6455), talks as far as it is asked to, and closes it. What is timed ends with the last answer. Rejects
 * with a Failure that carries what was learned until then.
 */
export async function visitWebSocket(question: WebSocketQuestion, context: ProbeContext): Promise<Observation> {
  // Before anything is timed.
  const { WebSocket } = await import('ws');
  const url = new URL(question.url);
  const userinfo = basicOf(url);
  url.username = '';
  url.password = '';
  const headers = {
    'User-Agent': `svcmon/${version}`,
    ...(userinfo !== undefined && { Authorization: userinfo }),
    ...question.headers,
  };
  const answer = await askAs(
    question.auth,
    {
      unproven: { method: 'GET', url: asHttp(url).href, headers, body: undefined, way: loginWay(question) },
      ask: (credentials) => visitOnce(credentials, { question, url, headers, context, WebSocket }),
      refusalIn,
    },
    context,
  );
  if (answer instanceof Failure) throw answer;
  return answer;
}

interface VisitParts {
  readonly question: WebSocketQuestion;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly context: ProbeContext;
  readonly WebSocket: WebSocketClass;
}

/** Resolves with a Failure where the credentials are refused, since there may be others. */
async function visitOnce(credentials: Credentials, parts: VisitParts): Promise<Observation | Failure> {
  const { question, context } = parts;
  const { signal, clock, lookup } = context;
  const attempt = new Attempt({ signal, clock });
  if (credentials.proof !== undefined) attempt.learn({ proof: credentials.proof });
  const url = withParams(parts.url, credentials.params);
  let socket: Socket | undefined;
  let talk: WebSocketTalk | undefined;
  try {
    const connection = await openConnection(wayTo(url, question, credentials), { lookup, secureContextFor }, attempt);
    socket = connection.socket;
    talk = await shakeHands({ ...connection, ...openingOf(url, parts, credentials) }, attempt);
    const answer = await converse(talk, question);
    attempt.timer.stop();
    await talk.close();
    return observationOf({ answer, closing: talk.closing, summary: summaryOf(question) }, attempt);
  } catch (error) {
    attempt.learn({ details: detailsOf(attempt.facts, talk?.closing) });
    const failure = attempt.explain(error);
    if (failure.facts.statusCode === unauthorized) return failure;
    if (isPlea(failure)) return pleaForPatience(failure, attempt);
    throw failure;
  } finally {
    attempt.close();
    socket?.destroy();
  }
}

// RFC 9110 §15.5.2.
const unauthorized = 401;
// RFC 6585 §4. A 503 with Retry-After is an outage all the same, as it is over HTTP.
const tooManyRequests = 429;

/** Not where time was up before all of the refusal had come. */
function isPlea({ reason, facts }: Failure): boolean {
  return reason === 'unexpected_answer' && facts.statusCode === tooManyRequests;
}

function refusalIn(answer: Observation | Failure): Refusal['answer'] | undefined {
  return answer instanceof Failure ? { statusCode: unauthorized, headers: answer.facts.headers ?? {} } : undefined;
}

function loginWay({ tls, proxy, no_proxy: noProxy, ip_family: ipFamily, resolver }: WebSocketQuestion): RequestWay {
  return { tls: tls && tlsSettingsOf(tls), proxy, noProxy, ipFamily, resolver };
}

function wayTo(url: URL, question: WebSocketQuestion, credentials: Credentials): Way {
  const { tls, proxy, no_proxy: noProxy, ip_family: ipFamily, resolver } = question;
  const settings = { ...(tls && tlsSettingsOf(tls)), ...credentials.tls };
  return { url: asHttp(url), tls: settings, proxy, noProxy, ipFamily, resolver, handshakeHints, tunnel: true };
}

const plainPort = 'the port does not speak TLS: try ws:// instead of wss://';
const handshakeHints: HandshakeHints = {
  ERR_SSL_WRONG_VERSION_NUMBER: plainPort,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: plainPort,
  ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL: 'the server does not speak HTTP/1.1, which WebSockets need',
};

function openingOf(url: URL, { question, headers, WebSocket }: VisitParts, credentials: Credentials) {
  const { subprotocols = [], origin, auth } = question;
  const all = { ...credentials.headers, ...headers };
  return { WebSocket, url, headers: all, subprotocols, origin, proven: auth !== undefined };
}

/** The same place in the terms of HTTP, which look-up, connection and schemes know. */
function asHttp(url: URL): URL {
  return new URL(url.href.replace(/^ws/, 'http'));
}

function withParams(url: URL, params: Credentials['params']): URL {
  const complete = new URL(url);
  for (const [name, value] of Object.entries(params)) complete.searchParams.set(name, value);
  return complete;
}

/** Says and waits for what is asked for; resolves with the expected message. */
async function converse(talk: WebSocketTalk, { ping, send, expect }: WebSocketQuestion): Promise<string | undefined> {
  if (ping) await talk.ping();
  if (send !== undefined) await talk.say(send);
  return expect === undefined ? undefined : talk.hear(expect);
}

function summaryOf({ expect, ping }: WebSocketQuestion): string {
  if (expect !== undefined) return 'answered as expected';
  return ping ? 'open, and answers pings' : 'open';
}
