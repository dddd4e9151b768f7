import { describe, expect, test } from 'vitest';
import { type StoredEntry, unmask } from '../../src/app/masked-entry.ts';
import { secretsAstray } from '../../src/app/sent-to.ts';

const reference = '$' + '{TOKEN}';
const shown = { name: 'a', url: 'https://a.example/x', headers: { 'x-key': '***', accept: 'a' } };
const stored: StoredEntry = { shown, written: { ...shown, headers: { 'x-key': reference, accept: 'a' } } };

/** What is refused of a service that becomes one that is written so; what it shows is the same with secrets masked. */
function refused(written: Record<string, unknown>, masked: Record<string, unknown> = {}, before = stored) {
  const after = { written: { ...before.written, ...written }, shown: { ...before.shown, ...written, ...masked } };
  return secretsAstray(after, before).map(({ path }) => path);
}

describe('a stored secret', () => {
  test.each<readonly [string, Record<string, unknown>]>([
    ['another path', { url: 'https://a.example/y?z=1' }],
    ['other words', { runbook: 'https://wiki.example/', assertions: ['body.contains("https://x.example")'] }],
    ['a timeout', { timeout: '5s' }],
  ])('is kept with %s', (_name, written) => {
    expect(refused(written)).toEqual([]);
  });

  test.each<readonly [string, Record<string, unknown>]>([
    ['another host', { url: 'https://b.example/x' }],
    ['another port', { url: 'https://a.example:8443/x' }],
    ['no TLS', { url: 'http://a.example/x' }],
    ['a proxy', { proxy: 'http://p.example:3128' }],
    ['a proxy as a mapping', { proxy: { url: 'http://p.example' } }],
    ['a name server', { resolver: '192.0.2.1' }],
    ['another certificate name', { tls: { server_name: 'b.example' } }],
    ['another type', { type: 'tcp', host: 'a.example', port: 1 }],
    ['a step elsewhere', { steps: [{ name: 's', url: 'https://b.example/' }] }],
    ['another place of tokens', { auth: { type: 'oauth2', token_url: 'https://b.example/' } }],
  ])('has to be entered again with %s', (_name, written) => {
    expect(refused(written)).toEqual(['headers.x-key']);
    const headers = { 'x-key': 'entered', accept: 'a' };
    expect(refused({ ...written, headers }, { headers: shown.headers })).toEqual([]);
  });

  test('has to be entered again with another Host header', () => {
    const headers = { host: 'b.example', accept: 'a' };
    expect(
      refused({ headers: { ...headers, 'x-key': reference } }, { headers: { ...headers, 'x-key': '***' } }),
    ).toEqual(['headers.x-key']);
  });

  test('is not got by naming where it stands', () => {
    const headers = { 'x-key': reference, 'x-other': '$' + '{OTHER_TOKEN}' };
    expect(refused({ headers }, { headers: { 'x-key': '***', 'x-other': '***' } })).toEqual(['headers.x-other']);
    expect(refused({ body_file: '/run/secret' })).toEqual(['body_file']);
  });

  test('of an address goes with it, also through the proxy of the defaults, but through no other', () => {
    const url = 'https://u:***@a.example/';
    const own = { shown: { name: 'a', url }, written: { name: 'a', url: 'https://u:p@a.example/' } };
    const proxied = { ...own, shown: { ...own.shown, proxy: 'http://***@proxy.example' } };
    expect(secretsAstray(proxied, own)).toEqual([]);
    expect(refused({ proxy: 'http://p.example' }, {}, own)).toEqual(['url']);
    expect(refused({ url: 'https://b.example/' }, {}, own)).toEqual([]);
    expect(secretsAstray(proxied, undefined)).toEqual([]);
  });
});

describe('a mask', () => {
  test('becomes what is written at its place, and nothing where the defaults say it', () => {
    const known = { ...stored, shown: { ...shown, auth: { type: 'bearer', token: '***' } } };
    const sent = { ...known.shown, timeout: '5s', headers: { 'x-key': '***', accept: 'b' } };
    expect(unmask(sent, known)).toEqual({
      entry: { ...shown, timeout: '5s', headers: { 'x-key': reference, accept: 'b' } },
      mistakes: [],
    });
  });

  test('in a list is that of the item that stands there', () => {
    const step = (name: string, token: string) => ({ name, url: `https://${name}.example/`, headers: { token } });
    const flow = (token: (name: string) => string) => ({ steps: ['a', 'b'].map((name) => step(name, token(name))) });
    const known = { shown: flow(() => '***'), written: flow((name) => `secret of ${name}`) };
    const [first, second] = known.shown.steps;
    expect(unmask({ steps: [{ ...first, method: 'POST' }, second] }, known).entry).toEqual({
      steps: [{ ...step('a', 'secret of a'), method: 'POST' }, step('b', 'secret of b')],
    });
    expect(unmask({ steps: [second, first] }, known).mistakes.map(({ path }) => path)).toEqual([
      'steps[0].headers.token',
      'steps[1].headers.token',
    ]);
  });
});
