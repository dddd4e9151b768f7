import { once } from 'node:events';
import { type IncomingMessage, request as start } from 'node:http';
import { Failure } from '../../src/domain/failure.ts';
import { type HttpObservation, statusClassOf } from '../../src/domain/observation.ts';
import type { HttpClient, HttpRequest } from '../../src/http/client.ts';

/** The barest HTTP client that keeps the contract for JSON posted to loopback. */
export const nodeHttpClient: HttpClient = {
  async request(request) {
    const beganAt = performance.now();
    try {
      const body = request.json === undefined ? undefined : JSON.stringify(request.json);
      const headers = { ...(body !== undefined && { 'content-type': 'application/json' }), ...request.headers };
      const sent = start(request.url, { method: request.method, headers, agent: false, signal: request.signal });
      sent.end(body);
      const [response]: IncomingMessage[] = await once(sent, 'response');
      if (response === undefined) throw new Error('no response');
      return await observe(request, response, beganAt);
    } catch (thrown) {
      throw failureOf(thrown, request.signal);
    }
  },
};

async function observe(request: HttpRequest, response: IncomingMessage, beganAt: number): Promise<HttpObservation> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString();
  const { statusCode = 0, statusMessage = '' } = response;
  const entries = Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')]);
  return {
    type: 'http',
    url: request.url,
    method: request.method,
    statusCode,
    statusText: statusMessage,
    statusClass: statusClassOf(statusCode),
    httpVersion: response.httpVersion,
    headers: Object.fromEntries(entries),
    wireBytes: body.length,
    bodyBytes: body.length,
    body,
    bodyTruncated: false,
    redirects: [],
    responseTimeMs: performance.now() - beganAt,
    phases: {},
  };
}

function failureOf(thrown: unknown, signal: AbortSignal): Failure {
  if (signal.aborted) {
    const timedOut = signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError';
    return new Failure(timedOut ? 'timeout' : 'interrupted', 'ended', { cause: thrown });
  }
  const refused = typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === 'ECONNREFUSED';
  return new Failure(refused ? 'connection_refused' : 'connection_reset', String(thrown), { cause: thrown });
}
