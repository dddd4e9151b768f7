import type { HttpObservation } from '../../src/domain/observation.ts';

/** A healthy JSON answer; tests change what they are about. */
export function httpObservation(changes: Partial<HttpObservation> = {}): HttpObservation {
  const body = changes.body ?? '{"status":"pass"}';
  return {
    type: 'http',
    url: 'https://shop.example/health',
    method: 'GET',
    statusCode: 200,
    statusText: 'OK',
    statusClass: 'success',
    httpVersion: '1.1',
    headers: { 'content-type': 'application/json' },
    contentType: 'application/json',
    wireBytes: body.length,
    bodyBytes: body.length,
    body,
    bodyTruncated: false,
    redirects: [],
    responseTimeMs: 41,
    phases: { dns: 1, connect: 2, send: 1, wait: 30, receive: 7 },
    address: '203.0.113.7',
    port: 443,
    ...changes,
  };
}
