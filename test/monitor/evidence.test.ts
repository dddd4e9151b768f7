import { expect, test } from 'vitest';
import { createRedactor } from '../../src/domain/redaction.ts';
import { createCleanText } from '../../src/monitor/clean-text.ts';
import { evidenceOf, shownFacts } from '../../src/monitor/evidence.ts';
import { certificate, tls } from '../support/check-result.ts';

const clean = createCleanText(createRedactor(['s3cr3t-t0ken']));

test.each([
  ['nothing was learned', {}],
  ['the body is empty and there are no headers', { body: '', headers: {} }],
])('there is no evidence where %s', (_name, facts) => {
  expect(evidenceOf(facts, clean)).toBeUndefined();
});

test('shows body and headers as plain text, without what is secret', () => {
  const facts = {
    body: 'line one\r\n\u001b[31mred\u001b[0m s3cr3t-t0ken \u202Eevil',
    headers: { 'content-type': 'text/plain', 'set-cookie': 'id=1', 'x-echo': 's3cr3t-t0ken' },
  };
  expect(evidenceOf(facts, clean)).toEqual({
    body: 'line one\nred *** evil',
    headers: { 'content-type': 'text/plain', 'set-cookie': '***', 'x-echo': '***' },
  });
});

test.each([
  ['plain letters', 'x'],
  ['two bytes each', 'é'],
  ['three bytes each', '€'],
  ['surrogate pairs', '😀'],
])('cuts a long body to 10 kB between characters: %s', (_name, character) => {
  const body = evidenceOf({ body: character.repeat(20_000) }, clean)?.body ?? '';
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(10_000);
  expect(Buffer.byteLength(body)).toBeGreaterThan(9_990);
  expect(body).toBe(character.repeat(body.length / character.length));
});

test('shows no part of a secret that lies across the cut', () => {
  const body = evidenceOf({ body: `${'x'.repeat(9_995)}s3cr3t-t0ken` }, clean)?.body ?? '';
  expect(body.endsWith('x***')).toBe(true);
});

test('shows what a TCP server said', () => {
  expect(evidenceOf({ answer: '-ERR unknown\r\n' }, clean)).toEqual({ body: '-ERR unknown\n' });
});

test('keeps prototype keys of headers as mere names', () => {
  const headers = Object.fromEntries([['__proto__', 'x']]);
  const evidence = evidenceOf({ headers }, clean);
  expect(Object.keys(evidence?.headers ?? {})).toEqual(['__proto__']);
});

test('facts lose their body and headers, and every text in them is plain and redacted', () => {
  const hostile = '\u001b[31ms3cr3t-t0ken';
  const facts = shownFacts(
    {
      url: 'https://shop.example/?token=abc&q=s3cr3t-t0ken',
      statusCode: 200,
      statusText: hostile,
      contentType: hostile,
      headers: { a: 'b' },
      body: 'body',
      answer: hostile,
      summary: hostile,
      proof: hostile,
      bodyBytes: 4,
      redirects: [{ url: 'https://a.example/?token=x', statusCode: 302, location: hostile }],
      tls: tls({ chain: [certificate({ subject: hostile, issuer: hostile, altNames: [hostile, 'a.example'] })] }),
    },
    clean,
  );
  expect(facts).toMatchObject({
    url: 'https://shop.example/?token=***&q=***',
    statusCode: 200,
    statusText: '***',
    contentType: '***',
    answer: '***',
    summary: '***',
    proof: '***',
    bodyBytes: 4,
    redirects: [{ url: 'https://a.example/?token=***', statusCode: 302, location: '***' }],
    tls: { protocol: 'TLSv1.3', chain: [{ subject: '***', issuer: '***', altNames: ['***', 'a.example'] }] },
  });
  expect(Object.keys(facts)).not.toContain('body');
  expect(Object.keys(facts)).not.toContain('headers');
});
