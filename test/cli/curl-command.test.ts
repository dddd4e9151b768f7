import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { curlCommand } from '../../src/cli/curl-command.ts';
import { UsageError } from '../../src/cli/exit-code.ts';
import { diskFiles } from '../../src/config/file-text.ts';
import { loadConfig } from '../../src/config/load.ts';

const run = promisify(execFile);

async function configured(service: object) {
  const text = JSON.stringify({ services: [{ name: 'shop', ...service }] });
  const files = {
    ...diskFiles,
    read: async () => ({ ok: true as const, text, readableByOthers: false }),
    whyUnreadable: () => undefined,
  };
  const environment = { TOKEN: 'canary-7f3a', PASSWORD: "it's a canary" };
  const loaded = await loadConfig({ path: 'services.yaml', environment, files });
  if (!loaded.ok) throw new Error(loaded.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  const [first] = loaded.config.services;
  if (first === undefined) throw new Error('no service was read');
  return first;
}

async function curlOf(service: object) {
  return curlCommand(await configured({ url: 'https://shop.example/', ...service }));
}

/** The words that a real shell makes of the command, with the given variables. */
async function wordsOf(service: object, variables: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const { command } = await curlOf(service);
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  const { stdout } = await run('/bin/sh', ['-u', '-c', script], { env: variables });
  return stdout.split('\0').slice(0, -1);
}

const always = ['--user-agent', 'svcmon/0.0.0', '--compressed'];
const redirects = ['--location', '--max-redirs', '5'];
const network = ['--max-time', '10', '--noproxy', '*'];

test('a plain request is asked as svcmon asks it', async () => {
  expect(await wordsOf({})).toEqual([...always, ...redirects, '--http1.1', ...network, 'https://shop.example/']);
});

describe('what a service says is said to curl', () => {
  test.each([
    ['a method', { method: 'DELETE' }, ['--request', 'DELETE']],
    ['HEAD', { method: 'HEAD' }, ['--head']],
    ['a header with quotes and blanks', { headers: { 'X-Note': "it's $HOME" } }, ['--header', "X-Note: it's $HOME"]],
    ['an empty header', { headers: { 'X-Empty': '' } }, ['--header', 'X-Empty;']],
    [
      'JSON by POST',
      { method: 'POST', json: { a: "it's" } },
      ['--header', 'Content-Type: application/json', '--data-raw', '{"a":"it\'s"}'],
    ],
    ['a form', { method: 'POST', form: { a: 1, b: 'x y' } }, ['--data-raw', 'a=1&b=x+y']],
    [
      'a body of the type its headers name',
      { method: 'PUT', headers: { 'content-type': 'text/csv' }, body: '@1;2' },
      ['--header', 'content-type: text/csv', '--data-raw', '@1;2'],
    ],
    [
      'the file of a body',
      { method: 'POST', body_file: 'my body.bin' },
      ['--header', 'Content-Type: application/octet-stream', '--data-binary', '@my body.bin'],
    ],
    [
      'GraphQL',
      { graphql: { query: '{ a }', variables: { n: 1 } } },
      ['--header', 'Content-Type: application/json', '--data-raw', '{"query":"{ a }","variables":{"n":1}}'],
    ],
    [
      'a form with files',
      { method: 'POST', multipart: { a: '@1', f: { file: 'my "b";.csv', type: 'text/csv', name: 'b.csv' } } },
      ['--form-string', 'a=@1', '--form', 'f=@"my \\"b\\";.csv";type=text/csv;filename="b.csv"'],
    ],
    [
      'what needs no proxy',
      { proxy: 'socks5://p:1080', no_proxy: ['a.example', '10.0.0.0/8'] },
      ['--noproxy', 'a.example,10.0.0.0/8'],
    ],
    ['a deadline', { timeout: '1500ms' }, ['--max-time', '1.5']],
    ['a resolver', { resolver: '10.0.0.53:5353' }, ['--dns-servers', '10.0.0.53:5353']],
    ['an IP version', { ip_family: 6 }, ['--ipv6']],
    ['a proxy', { proxy: 'http://proxy:3128' }, ['--proxy', 'http://proxy:3128/']],
    ['trust', { tls: { ca_file: 'ca.pem', insecure: true } }, ['--cacert', 'ca.pem', '--insecure']],
    ['the lowest TLS version', { tls: { min_version: '1.3' } }, ['--tlsv1.3']],
    ['another name', { tls: { server_name: 'a.example' } }, ['--connect-to', 'a.example:443:shop.example:443']],
    ['the parameters', { params: { q: ['a b', 'c'], n: 1 } }, ['https://shop.example/?q=a+b&q=c&n=1']],
    ['either HTTP over TLS', { http_version: 'auto' }, ['--http2']],
    ['HTTP/2', { http_version: 2 }, ['--http2-prior-knowledge']],
    ['brackets in a URL', { url: 'https://[::1]:8443/{a}' }, ['--globoff']],
  ])('%s', async (_what, service, words) => {
    const said = (await wordsOf(service)).join('\0').replace('http://proxy:3128\0', 'http://proxy:3128/\0');
    expect(`\0${said}\0`).toContain(`\0${words.join('\0')}\0`);
  });

  test('which HTTP only where curl would choose another', async () => {
    const url = 'http://shop.example/';
    expect((await wordsOf({ url })).join(' ')).not.toContain('--http');
    expect((await wordsOf({ url, http_version: 'auto' })).join(' ')).not.toContain('--http');
    expect(await wordsOf({ url, http_version: '2' })).toContain('--http2-prior-knowledge');
  });

  test('redirects only where they are followed', async () => {
    expect(await wordsOf({ follow_redirects: false })).not.toContain('--location');
  });

  test('a name of its own is in the URL and the host in its header', async () => {
    const words = await wordsOf({ url: 'https://10.0.0.7:8443/x', tls: { server_name: 'a.example' } });
    expect(words).toContain('Host: 10.0.0.7:8443');
    expect(words.at(-1)).toBe('https://a.example:8443/x');
  });
});

describe('a secret is a variable of the shell', () => {
  test.each([
    ['basic', { type: 'basic', username: 'ann', password: '${PASSWORD}' }, ['PASSWORD'], ['--user', 'ann:<1>']],
    [
      'digest',
      { type: 'digest', username: 'ann', password: '${PASSWORD}' },
      ['PASSWORD'],
      ['--digest', '--user', 'ann:<1>'],
    ],
    ['bearer', { type: 'bearer', token: '${TOKEN}' }, ['TOKEN'], ['--oauth2-bearer', '<1>']],
    ['api_key', { type: 'api_key', key: '${TOKEN}' }, ['X_API_KEY'], ['--header', 'X-API-Key: <1>']],
    [
      'api_key in the query',
      { type: 'api_key', in: 'query', key: '${TOKEN}' },
      ['API_KEY'],
      ['https://shop.example/?api_key=<1>'],
    ],
    [
      'aws_sigv4',
      {
        type: 'aws_sigv4',
        access_key_id: 'AKIA1',
        secret_access_key: '${TOKEN}',
        session_token: '${TOKEN}',
        region: 'eu-central-1',
        service: 'execute-api',
      },
      ['SECRET_ACCESS_KEY', 'X_AMZ_SECURITY_TOKEN'],
      [
        '--aws-sigv4',
        'aws:amz:eu-central-1:execute-api',
        '--user',
        'AKIA1:<1>',
        '--header',
        'X-Amz-Security-Token: <2>',
      ],
    ],
    [
      'oauth2',
      { type: 'oauth2', token_url: 'https://id.example/token', client_id: 'me', client_secret: '${TOKEN}' },
      ['TOKEN'],
      ['--oauth2-bearer', '<1>'],
    ],
    [
      'login',
      { type: 'login', url: 'https://shop.example/login', json: { password: '${TOKEN}' }, header: 'X-Session' },
      ['TOKEN'],
      ['--header', 'X-Session: <1>'],
    ],
    [
      'jwt',
      { type: 'jwt', algorithm: 'HS256', secret: '${TOKEN}'.padEnd(40, 'x') },
      ['TOKEN'],
      ['--oauth2-bearer', '<1>'],
    ],
  ])('of %s', async (_type, auth, names, expected) => {
    const variables = Object.fromEntries(names.map((name, at) => [name, `<${at + 1}>`]));
    const words = await wordsOf({ auth }, variables);
    expect(`\0${words.join('\0')}\0`).toContain(`\0${expected.join('\0')}\0`);
  });

  test.each([
    ['a header', { headers: { Authorization: 'Bearer canary-7f3a' } }, '$AUTHORIZATION'],
    ['a short header', { headers: { Cookie: 'a1' } }, '$COOKIE'],
    ['a query', { url: 'https://shop.example/?token=canary-7f3a' }, '$TOKEN'],
    ['a parameter', { params: { token: 'canary-7f3a' } }, '$TOKEN'],
    ['userinfo', { url: 'https://ann:canary-7f3a@shop.example/' }, '$USER_AND_PASSWORD'],
    ['JSON', { method: 'POST', json: { user: { password: 'canary-7f3a' } } }, '$PASSWORD'],
    ['a body', { method: 'POST', body: 'k=${TOKEN}' }, '$K'],
    ['a proxy', { proxy: 'http://ann:canary-7f3a@proxy:3128' }, '$PROXY_USER_AND_PASSWORD'],
  ])('in %s', async (_place, service, variable) => {
    const { command, notes } = await curlOf(service);
    expect(command).toContain(`"${variable}"`);
    expect([command, ...notes].join('\n')).not.toMatch(/canary|a1/);
  });

  test('and two secrets are two variables', async () => {
    const { command } = await curlOf({
      headers: { Cookie: 'a=canary-1', 'X-Token': 'canary-2' },
      params: { x_token: 'canary-3' },
    });
    expect(command.match(/"\$\w+"/g)).toEqual(['"$COOKIE"', '"$X_TOKEN"', '"$X_TOKEN_2"']);
  });
});

test('what a person must know to use the command is said beside it', async () => {
  const auth = { type: 'oauth2', token_url: 'https://id.example/token', client_id: 'me', client_secret: '${TOKEN}' };
  const { notes } = await curlOf({ auth, resolver: '1.1.1.1' });
  expect(notes.join('\n')).toMatch(/an access token of the server[\s\S]*c-ares/);
});

test.each([
  [
    'a service of another type',
    { type: 'tcp', host: 'db', port: 5432, url: undefined },
    'for services of type http; shop is of type tcp',
  ],
])('%s is refused', async (_what, service, sentence) => {
  const other = await configured(service);
  expect(() => curlCommand(other)).toThrow(UsageError);
  expect(() => curlCommand(other)).toThrow(sentence);
});
