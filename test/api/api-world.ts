import { onTestFinished } from 'vitest';
import type { ApiParts, ApiPing } from '../../src/api/route.ts';
import { createApiServer } from '../../src/api/server.ts';

/** A server on a port of the loopback interface, and what it was told. */
export interface ApiWorld {
  readonly url: string;
  readonly port: number;
  readonly pings: readonly (ApiPing & { readonly token: string })[];
  readonly defects: readonly { readonly error: unknown; readonly requestId: string }[];
  close(): Promise<void>;
}

export interface ApiWorldOptions {
  readonly basePath?: string;
  readonly isAlive?: () => boolean;
  /** In place of one that knows the token `known` alone. */
  readonly ping?: ApiParts['heartbeats']['ping'];
}

/** Starts one; it ends with the test. */
export async function apiWorld({ basePath = '', isAlive = () => true, ping }: ApiWorldOptions = {}): Promise<ApiWorld> {
  const pings: (ApiPing & { readonly token: string })[] = [];
  const defects: { readonly error: unknown; readonly requestId: string }[] = [];
  let requests = 0;
  const known: ApiParts['heartbeats']['ping'] = async (token, told) => {
    if (token !== 'known') return 'unknown';
    pings.push({ token, ...told });
    return 'accepted';
  };
  const server = createApiServer({
    basePath,
    isAlive,
    heartbeats: { ping: ping ?? known },
    makeRequestId: () => {
      requests += 1;
      return `request-${requests}`;
    },
    onDefect: (error, requestId) => defects.push({ error, requestId }),
  });
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  return { url: `http://127.0.0.1:${port}${basePath}/api/v1`, port, pings, defects, close: () => server.close() };
}
