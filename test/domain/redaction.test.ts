import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor, isSensitiveName, redactHeaders, redactUrl } from '../../src/domain/redaction.ts';

describe('a redactor', () => {
  test('masks each secret in every spelling it may take', () => {
    const redact = createRedactor(['p@ss "word"', 'short', 'abc']);
    const base64 = Buffer.from('p@ss "word"').toString('base64');
    const text = `p@ss "word" ${encodeURIComponent('p@ss "word"')} ${JSON.stringify('p@ss "word"')} ${base64} short abc`;
    expect(redact(text)).toBe('*** *** "***" *** *** abc');
  });

  test.each([
    ['as a query or a form has it', 'p w~d!', 'q=p+w%7Ed%21&r=1', 'q=***&r=1'],
    ['with half a surrogate pair, as it stands', 'pass\ud800word', 'a pass\ud800word', 'a ***'],
    ['with half a surrogate pair, as it is sent', 'pass\ud800word', 'a pass%EF%BF%BDword', 'a ***'],
    ['of great length', 'x'.repeat(300_000), Buffer.from('x'.repeat(300_000)).toString('base64'), '***'],
  ])('masks a secret %s', (_name, secret, text, redacted) => {
    expect(createRedactor([secret])(text)).toBe(redacted);
  });

  test('masks the longer of two overlapping secrets whole', () => {
    expect(createRedactor(['token', 'token-long'])('a token-long and a token')).toBe('a *** and a ***');
  });

  test.each([
    ['at the end', 'got "Bearer eyJhbGciOiJFZERTQ…', 'got "Bearer ***…'],
    ['within a text', 'eyJhbGciOiJFZERTQSI… and more', '***… and more'],
    ['twice', 'eyJhbGciOiJFZ… eyJhbGciOiJFZE…', '***… ***…'],
    ['after its like', 'eyJhbGciOiJFXXXX eyJhbGciOiJFZ…', 'eyJhbGciOiJFXXXX ***…'],
    ['too short to tell', 'eyJhbGciOiJ…', 'eyJhbGciOiJ…'],
    ['another text', 'eyJhbGciOiJFXXXX…', 'eyJhbGciOiJFXXXX…'],
  ])('masks what an ellipsis has left of a secret: %s', (_where, text, redacted) => {
    expect(createRedactor(['short-secret', 'eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCJ9'])(text)).toBe(redacted);
  });

  test('masks tokens that come up later, together with the secrets, until they are gone', () => {
    let tokens: readonly string[] = [];
    const redact = createRedactor(['secret'], () => tokens);
    expect(redact('secret, secret-and-token, later')).toBe('***, ***-and-token, later');
    tokens = ['secret-and-token', 'abc'];
    expect(redact('secret, secret-and-token, later, abc')).toBe('***, ***, later, abc');
    expect(redact(btoa('secret-and-token'))).toBe('***');
    tokens = ['later'];
    expect(redact('secret-and-token, later')).toBe('***-and-token, ***');
  });

  test('leaves no secret of four characters or more in any text', () => {
    const secret = fc.string({ minLength: 4, maxLength: 40 });
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (value, before, after) => {
        const redacted = createRedactor([value])(before + value + after);
        return value.includes('*') || !redacted.includes(value);
      }),
    );
  });
});

test.each([
  ['https://user:pw@shop.example/a?b=1', 'https://shop.example/a?b=1'],
  ['https://shop.example/?api_key=abc&x=1', 'https://shop.example/?api_key=***&x=1'],
  ['https://shop.example/?token=a&token=b', 'https://shop.example/?token=***&token=***'],
  ['/login?next=/a&session_id=9#access_token=abc', '/login?next=/a&session_id=***#access_token=***'],
  ['//user:p@w@shop.example/a@b', '//shop.example/a@b'],
  ['https://shop.example/plain?page=2', 'https://shop.example/plain?page=2'],
  ['no url', 'no url'],
])('the URL %s is shown as %s', (url, shown) => {
  expect(redactUrl(url)).toBe(shown);
});

test('headers of sensitive names are masked, others kept', () => {
  expect(redactHeaders({ authorization: 'Bearer x', 'x-api-key': 'k', 'set-cookie': 's', accept: '*/*' })).toEqual({
    authorization: '***',
    'x-api-key': '***',
    'set-cookie': '***',
    accept: '*/*',
  });
});

test.each([
  ['CHECKOUT_TOKEN', true],
  ['DB_PASSWORD', true],
  ['passphrase', true],
  ['private_key', true],
  ['private_key_file', false],
  ['SLACK_WEBHOOK', true],
  ['HOST', false],
  ['PORT', false],
  ['KEYBOARD', false],
])('a variable named %s is sensitive: %s', (name, sensitive) => {
  expect(isSensitiveName(name)).toBe(sensitive);
});
