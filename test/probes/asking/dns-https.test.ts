import { describe, expect, test } from 'vitest';
import { askByHttps } from '../../../src/probes/asking/dns-https.ts';
import type { DnsQuestion } from '../../../src/probes/asking/dns-message.ts';
import { failureFrom } from '../../support/failures.ts';
import { type Page, startSite } from '../../support/local-site.ts';
import { loopbackHttp } from '../../support/loopback-http.ts';
import { addressOf, answerTo } from '../../support/raw-dns-server.ts';

const question: DnsQuestion = { name: 'www.example', type: 'A', recursion: true, dnssec: false };
const dnsMessage = { 'Content-Type': 'application/dns-message' };

/** Asks a server that answers so. */
async function ask(page: Page) {
  const site = await startSite({ '/dns-query': page });
  const way = { tls: {}, ipFamily: 'any', signal: AbortSignal.timeout(5_000) } as const;
  return { site, asked: askByHttps({ url: `${site.url}/dns-query`, question, ...way }, loopbackHttp) };
}

describe('a question over HTTPS', () => {
  test('is posted under the id 0, and its answer read byte by byte', async () => {
    const bytes: Buffer[] = [];
    const { asked } = await ask((request, response) => {
      bytes.push(Buffer.from(request.body));
      const answers = [{ type: 'TXT', name: 'www.example', ttl: 1, data: Buffer.from([0, 0x80, 0xff]) } as const];
      response.writeHead(200, dnsMessage).end(answerTo(Buffer.from(request.body), { answers }));
    });
    const { message } = await asked;
    expect(message).toMatchObject({ rcode: 'NOERROR', records: [{ data: '\u0000\ufffd\ufffd' }] });
    expect(bytes[0]?.readUInt16BE(0)).toBe(0);
  });

  test.each<[string, Page, string, string]>([
    [
      'a page',
      (_request, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>'),
      'protocol_error',
      'the answer is not a DNS message but of text/html: is this the URL for DoH?',
    ],
    [
      'another status',
      (_request, response) => response.writeHead(404).end(),
      'unexpected_answer',
      'the DoH server answered 404 Not Found',
    ],
    [
      'no message',
      (_request, response) => response.writeHead(200, dnsMessage).end('x'),
      'protocol_error',
      'the answer is to another question, or to none',
    ],
    [
      'too much',
      (_request, response) => response.writeHead(200, dnsMessage).end(Buffer.alloc(70_000)),
      'protocol_error',
      'the answer is longer than a DNS message can be',
    ],
  ])('answered by %s is a failure with its facts', async (_what, page, reason, message) => {
    const { asked } = await ask(page);
    expect(await failureFrom(asked)).toMatchObject({
      reason,
      message,
      facts: { address: '127.0.0.1', phases: { wait: expect.any(Number) }, statusCode: expect.any(Number) },
    });
  });

  test('answered well is no failure', async () => {
    const { asked } = await ask((request, response) => {
      const answers = [addressOf('www.example')];
      response.writeHead(200, dnsMessage).end(answerTo(Buffer.from(request.body), { answers }));
    });
    expect((await asked).answer).toMatchObject({ statusCode: 200, address: '127.0.0.1' });
  });
});
