import { describe, expect, test } from 'vitest';
import { endpointService } from '../../src/cli/endpoint-service.ts';

const url = 'https://shop.example/health';

describe('an endpoint of the command line becomes a service of the configuration', () => {
  test.each([
    ['a bare URL', url, {}, [], { url, assertions: [] }],
    ['a method', url, { method: 'HEAD' }, [], { url, method: 'HEAD', assertions: [] }],
    ['a body posts', url, { data: 'x=1' }, [], { url, method: 'POST', body: 'x=1', assertions: [] }],
    [
      'a body file',
      url,
      { data: '@b.json', method: 'PUT' },
      [],
      { url, method: 'PUT', body_file: 'b.json', assertions: [] },
    ],
    [
      'headers',
      url,
      {},
      ['Accept: */*', 'X-Empty:'],
      { url, headers: { Accept: '*/*', 'X-Empty': '' }, assertions: [] },
    ],
    [
      'a status to expect',
      url,
      { expect: ['200', '3xx'] },
      [],
      { url, expected_status: ['200', '3xx'], assertions: [] },
    ],
    ['an assertion', url, { expect: ['json.ok == true'] }, [], { url, assertions: ['json.ok == true'] }],
    ['no redirects', url, { followRedirects: false }, [], { url, follow_redirects: false, assertions: [] }],
    ['few redirects', url, { followRedirects: '2' }, [], { url, follow_redirects: 2, assertions: [] }],
    [
      'trust',
      url,
      { insecure: true, ca: 'ca.pem' },
      [],
      { url, tls: { insecure: true, ca_file: 'ca.pem' }, assertions: [] },
    ],
    ['an IP family', url, { ipFamily: '6' }, [], { url, ip_family: 6, assertions: [] }],
    [
      'retries',
      url,
      { retries: '2' },
      [],
      { url, retry: { max_retries: 2, retry_non_idempotent: true }, assertions: [] },
    ],
    [
      'what else there is to an HTTP request',
      url,
      { httpVersion: '2', understand: 'health', eachAddress: true },
      [],
      { url, http_version: '2', understand: 'health', each_address: true, assertions: [] },
    ],
    ['a tcp URL', 'tcp://db.internal:5432', {}, [], { type: 'tcp', host: 'db.internal', port: 5432 }],
    [
      'a tcp URL with TLS and trust',
      'tcp://db.internal:6380?tls=true',
      { ca: 'ca.pem' },
      [],
      { type: 'tcp', host: 'db.internal', port: 6380, tls: { ca_file: 'ca.pem' } },
    ],
    [
      'a tls URL with trust and an assertion',
      'tls://mail.example:25?starttls=smtp',
      { ca: 'ca.pem', insecure: true, expect: ['stapled'] },
      [],
      {
        type: 'tls',
        host: 'mail.example',
        port: 25,
        starttls: 'smtp',
        ca_file: 'ca.pem',
        insecure: true,
        assertions: ['stapled'],
      },
    ],
    [
      'a DNS URL with its server',
      'dns://192.0.2.53/shop.example?record=MX',
      { timeout: '3s', expect: ['answer_count > 1'] },
      [],
      {
        type: 'dns',
        resolver: '192.0.2.53',
        query: 'shop.example',
        record: 'MX',
        timeout: '3s',
        assertions: ['answer_count > 1'],
      },
    ],
    [
      'a DNS URL and another server',
      'dns://192.0.2.53/shop.example',
      { resolver: '192.0.2.54' },
      [],
      { type: 'dns', resolver: '192.0.2.54', query: 'shop.example' },
    ],
    ['a host to ping', 'ping://db.internal', {}, [], { type: 'icmp', host: 'db.internal' }],
    [
      'an IPv6 address',
      'tcp://[::1]:6379',
      { send: 'PING', expect: ['PONG'] },
      [],
      { type: 'tcp', host: '::1', port: 6379, send: 'PING', expect: 'PONG' },
    ],
    [
      'a WebSocket with headers',
      'wss://feed.example/ws',
      { send: 'ping', expect: ['pong'], proxy: 'http://proxy:3128' },
      ['X-A: b'],
      {
        type: 'websocket',
        url: 'wss://feed.example/ws',
        headers: { 'X-A': 'b' },
        send: 'ping',
        expect: 'pong',
        proxy: 'http://proxy:3128',
      },
    ],
    [
      'a gRPC server with metadata and assertions',
      'grpcs://ledger:50051/ledger.v1',
      { expect: ["serving == 'SERVING'"] },
      ['x-tenant: a'],
      {
        type: 'grpc',
        address: 'ledger:50051',
        service: 'ledger.v1',
        tls: true,
        metadata: { 'x-tenant': 'a' },
        assertions: ["serving == 'SERVING'"],
      },
    ],
  ])('%s', async (_name, target, options, headers, service) => {
    const given = { followRedirects: true, ...options };
    expect(await endpointService(target, given, headers)).toEqual({ name: 'test-endpoint', ...service });
  });

  test.each([
    ['tcp://db.internal', {}, [], 'names no port'],
    ['tcp://db:1', { expect: ['a', 'b'] }, [], 'one --expect'],
    ['ftp://files.example/', {}, [], 'svcmon does not speak ftp://; it speaks http://, https://, tcp://'],
    [url, {}, ['no colon'], 'expected "Name: value"'],
    [url, {}, [': no name'], 'expected "Name: value"'],
  ])('%s with %j is refused', async (target, options, headers, message) => {
    const given = { followRedirects: true, ...options };
    await expect(endpointService(target, given, headers)).rejects.toThrow(message);
  });
});
