import {
  Metadata,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServerWritableStream,
  type ServiceDefinition,
  type sendUnaryData,
  type status,
} from '@grpc/grpc-js';
import { onTestFinished } from 'vitest';
import type { Identity } from './tls-certificates.ts';

/** What the health service says: the number of a serving status, a status of the call, or nothing at all. */
export type HealthAnswer =
  | { readonly serving: number; readonly trailers?: Readonly<Record<string, string>> }
  | { readonly code: status; readonly details: string }
  | 'nothing';

/** A call that the health service was asked with. */
export interface AskedCall {
  readonly method: string;
  readonly service: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly authority: string;
}

export interface GrpcServerOptions {
  readonly tls?: Identity;
  /** Without it, the server has no health service. */
  readonly answer?: (call: AskedCall) => HealthAnswer;
}

export interface GrpcServer {
  readonly port: number;
  readonly asked: readonly AskedCall[];
  /** How many calls were cancelled by the client. */
  readonly cancelled: () => number;
  stop(): void;
}

/** Starts a gRPC server of @grpc/grpc-js on a free port of 127.0.0.1; it ends with the test. */
export async function startGrpcServer(options: GrpcServerOptions = {}): Promise<GrpcServer> {
  const server = await listen(options);
  onTestFinished(server.stop);
  return server;
}

/** The same for a suite, which stops it itself. */
export async function listen({ tls, answer }: GrpcServerOptions): Promise<GrpcServer> {
  const server = new Server();
  const asked: AskedCall[] = [];
  let cancelled = 0;
  const note = (method: string, call: Call): HealthAnswer | undefined => {
    const noted = { method, ...call.request, metadata: call.metadata.getMap(), authority: call.getHost() };
    asked.push(noted);
    call.on('cancelled', () => {
      cancelled += 1;
    });
    return answer?.(noted);
  };
  if (answer !== undefined) server.addService(healthService, implementationOf(note));
  const credentials =
    tls === undefined
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(null, [{ cert_chain: Buffer.from(tls.cert), private_key: Buffer.from(tls.key) }]);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  return { port, asked, cancelled: () => cancelled, stop: () => server.forceShutdown() };
}

interface HealthRequest {
  readonly service: string;
}

interface HealthResponse {
  readonly status: number;
}

type Call = ServerUnaryCall<HealthRequest, HealthResponse> | ServerWritableStream<HealthRequest, HealthResponse>;

function implementationOf(note: (method: string, call: Call) => HealthAnswer | undefined) {
  return {
    check(call: ServerUnaryCall<HealthRequest, HealthResponse>, reply: sendUnaryData<HealthResponse>) {
      const said = note('Check', call);
      if (said === undefined || said === 'nothing') return;
      if ('code' in said) reply(said);
      else reply(null, { status: said.serving }, metadataOf(said.trailers));
    },
    watch(call: ServerWritableStream<HealthRequest, HealthResponse>) {
      const said = note('Watch', call);
      if (said === undefined || said === 'nothing') return;
      if ('code' in said) call.emit('error', said);
      else call.write({ status: said.serving });
    },
  };
}

function metadataOf(fields: Readonly<Record<string, string>> = {}): Metadata {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(fields)) metadata.set(name, value);
  return metadata;
}

// A deserializer may not yield a falsy value, which the server takes for a method that is not there.
const messages = {
  requestSerialize: () => Buffer.alloc(0),
  requestDeserialize: (bytes: Buffer): HealthRequest => ({ service: bytes.subarray(2).toString() }),
  responseSerialize: ({ status: serving }: HealthResponse) => Buffer.from(serving === 0 ? [] : [0x08, serving]),
  responseDeserialize: (bytes: Buffer): HealthResponse => ({ status: bytes[1] ?? 0 }),
};

const healthService: ServiceDefinition = {
  check: { path: '/grpc.health.v1.Health/Check', requestStream: false, responseStream: false, ...messages },
  watch: { path: '/grpc.health.v1.Health/Watch', requestStream: false, responseStream: true, ...messages },
};
