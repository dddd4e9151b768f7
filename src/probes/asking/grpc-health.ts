import { askAs } from '../../auth/authenticated-request.ts';
import type { BoundAuth, Credentials, Refusal } from '../../auth/scheme.ts';
import { Failure } from '../../domain/failure.ts';
import type { Observation } from '../../domain/observation.ts';
import { formatEndpoint } from '../../http/address.ts';
import { Attempt } from '../../http/attempt.ts';
import { openConnection } from '../../http/connection.ts';
import { version } from '../../version.ts';
import type { ProbeContext } from '../probe.ts';
import { call } from './grpc-call.ts';
import { framed, healthCheckRequest } from './grpc-messages.ts';
import type { GrpcStatusName } from './grpc-status.ts';
import { healthIn } from './grpc-verdict.ts';
import { loginWay, type ServerQuestion, wayTo } from './grpc-way.ts';
import { secureContextFor } from './secure-context.ts';

/** Whose health is asked for, and how. */
export interface HealthQuestion extends ServerQuestion {
  /** The server as a whole without it. */
  readonly service?: string | undefined;
  readonly method: 'check' | 'watch';
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly authority?: string | undefined;
  readonly auth?: BoundAuth | undefined;
}

/**
 * Asks the health service of a gRPC server (https://github.com/grpc/grpc/blob/master/doc/health-checking.md); of a watch, the
 * first message is the answer. Rejects with a Failure that carries what was learned until then.
 */
export async function askHealth(question: HealthQuestion, context: ProbeContext): Promise<Observation> {
  const { address, authority = formatEndpoint(address.host, address.port), auth, service = '', tls } = question;
  const metadata = { 'user-agent': `svcmon/${version}`, ...question.metadata };
  const parts = { question, authority, metadata, context };
  const answer = await askAs(
    auth,
    {
      unproven: {
        method: 'POST',
        url: `${tls === undefined ? 'http' : 'https'}://${authority}${pathOf(question)}`,
        headers: metadata,
        body: framed(healthCheckRequest(service)),
        contentType: 'application/grpc',
        way: loginWay(question),
      },
      ask: (credentials) => askOnce(credentials, parts),
      refusalIn,
    },
    context,
  );
  if (answer instanceof Failure) throw answer;
  return answer;
}

interface AskParts {
  readonly question: HealthQuestion;
  readonly authority: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly context: ProbeContext;
}

/** Resolves with a Failure where the credentials are refused, since there may be others. */
async function askOnce(credentials: Credentials, parts: AskParts): Promise<Observation | Failure> {
  const { question, authority, metadata, context } = parts;
  const { signal, clock, lookup } = context;
  const attempt = new Attempt({ signal, clock });
  if (credentials.proof !== undefined) attempt.learn({ proof: credentials.proof });
  try {
    const way = wayTo(question, authority, credentials.tls);
    const { socket, encrypted } = await openConnection(way, { lookup, secureContextFor }, attempt);
    const reply = await call(
      {
        socket,
        encrypted,
        authority,
        path: pathOf(question),
        metadata: { ...metadataOf(credentials), ...metadata },
        message: healthCheckRequest(question.service ?? ''),
        until: question.method === 'watch' ? 'message' : 'status',
      },
      attempt,
    );
    attempt.timer.stop();
    return healthIn(reply, question.service ?? '', attempt);
  } catch (error) {
    const failure = attempt.explain(error);
    if (failure.reason === 'auth_failed') return failure;
    throw failure;
  } finally {
    attempt.close();
  }
}

// RFC 9110 §15.5.2, and what gRPC has in its place.
const unauthorized = 401;
const unauthenticated: GrpcStatusName = 'UNAUTHENTICATED';

function refusalIn(answer: Observation | Failure): Refusal['answer'] | undefined {
  if (!(answer instanceof Failure)) return undefined;
  const { statusCode, details, headers = {} } = answer.facts;
  const refused = statusCode === unauthorized || details?.grpc_status === unauthenticated;
  return refused ? { statusCode: unauthorized, headers } : undefined;
}

function pathOf({ method }: HealthQuestion): string {
  return `/grpc.health.v1.Health/${method === 'watch' ? 'Watch' : 'Check'}`;
}

// What HTTP/1.1 says of the connection or the body; HTTP/2 has no use for it.
const ofHttp = new Set(['host', 'connection', 'content-length', 'content-type']);

/** Credentials are metadata by the names of their headers. */
function metadataOf({ headers }: Credentials): Record<string, string> {
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(named.filter(([name]) => !ofHttp.has(name)));
}
