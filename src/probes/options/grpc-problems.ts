import type { BoundAuth } from '../../auth/scheme.ts';
import { formatEndpoint } from '../../http/address.ts';
import type { OptionProblem } from '../probe.ts';
import type { HostAndPort } from './host-and-port.ts';

interface GrpcOptions {
  readonly address: HostAndPort;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly auth?: BoundAuth | undefined;
  readonly tls?: unknown;
}

/** Mistakes in the options of a grpc service that show only across keys: credentials that are said twice, or have no place in a call. */
export function grpcProblems({ address, metadata = {}, auth, tls }: GrpcOptions): readonly OptionProblem[] {
  if (auth === undefined) return [];
  const { headers, params } = auth.adds();
  const added = new Set(headers.map((name) => name.toLowerCase()));
  const twice = Object.keys(metadata).filter((name) => added.has(name));
  const unsuited = auth.unsuited(
    `${tls === undefined ? 'http' : 'https'}://${formatEndpoint(address.host, address.port)}/`,
  );
  return [
    ...twice.map((name) => ({ path: ['metadata', name], message: 'auth sends this field already' })),
    ...(params.length > 0 ? [{ path: ['auth'], message: 'a call has no query parameters: use a header' }] : []),
    ...(unsuited === undefined ? [] : [{ path: ['auth'], message: unsuited }]),
  ];
}
