import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeWithPeers } from '../support/peers/available.ts';
import { type Case, healthy, testCases, unhealthy } from '../support/peers/cases.ts';
import { createSelfSigned } from '../support/peers/certificates.ts';
import { startNginx } from '../support/peers/nginx.ts';
import { freshFolder } from '../support/svcmon.ts';

/** Servers of nginx, without a trailing slash. */
interface Servers {
  /** HTTP/2 alone, in clear text. */
  readonly plain: string;
  /** HTTP/2 and HTTP/1.1, over TLS. */
  readonly both: string;
  /** HTTP/1.1 alone, over TLS. */
  readonly old: string;
  /** The certificate of all of them. */
  readonly caFile: string;
}

const text = 'All is well in the state of Denmark. '.repeat(200);

async function start(): Promise<Servers & { stop(): Promise<void> }> {
  const folder = await freshFolder();
  const { certFile, keyFile } = await createSelfSigned(folder, 'two');
  await mkdir(join(folder, 'html'));
  await Promise.all([
    writeFile(join(folder, 'html', 'text.txt'), text),
    writeFile(join(folder, 'html', 'large.txt'), 'x'.repeat(3 * 1024 * 1024)),
    writeFile(join(folder, 'passwords'), 'ann:{PLAIN}right\n'),
  ]);
  const pages = `
    root ${folder}/html;
    default_type text/plain;
    ssl_certificate ${certFile};
    ssl_certificate_key ${keyFile};
    location = /version { return 200 "$server_protocol $http_host"; }
    location = /text.txt { gzip on; gzip_types text/plain; gzip_min_length 0; }
    location = /slow { limit_rate_after 1k; limit_rate 50; alias ${folder}/html/text.txt; }
    location = /moved { add_header Set-Cookie "seen=1" always; return 302 /cookie; }
    location = /cookie { return 200 "cookie $http_cookie"; }
    location = /login { auth_basic members; auth_basic_user_file ${folder}/passwords; alias ${folder}/html/text.txt; }
    location = /closed { return 444; }
    location = /gone { return 410 "gone"; }
  `;
  const nginx = await startNginx(folder, {
    plain: { listen: 'http2', directives: pages },
    both: { listen: 'ssl http2', directives: pages },
    old: { listen: 'ssl', directives: pages },
  });
  return {
    plain: `http://127.0.0.1:${nginx.ports.plain}`,
    both: `https://127.0.0.1:${nginx.ports.both}`,
    old: `https://127.0.0.1:${nginx.ports.old}`,
    caFile: certFile,
    stop: nginx.stop,
  };
}

const saysTwo = 'body.startsWith("HTTP/2.0 ") && http_version == "2"';

const cases: readonly Case<Servers>[] = [
  [
    'auto takes HTTP/2 where the server offers it',
    ({ both, caFile }) => ({
      url: `${both}/version`,
      tls: { ca_file: caFile },
      http_version: 'auto',
      assertions: [saysTwo, 'certificate.verified'],
    }),
    { ...healthy, status_code: 200, status_text: '', http_version: '2' },
  ],
  [
    'auto takes HTTP/1.1 where the server offers no other',
    ({ old, caFile }) => ({
      url: `${old}/version`,
      tls: { ca_file: caFile },
      http_version: 'auto',
      assertions: ['body.startsWith("HTTP/1.1 ") && http_version == "1.1"'],
    }),
    { ...healthy, http_version: '1.1' },
  ],
  [
    'without the key it is HTTP/1.1',
    ({ both, caFile }) => ({ url: `${both}/version`, tls: { ca_file: caFile } }),
    { ...healthy, http_version: '1.1' },
  ],
  [
    'HTTP/2 is spoken in clear text by prior knowledge',
    ({ plain }) => ({ url: `${plain}/version`, http_version: 2, assertions: [saysTwo] }),
    { ...healthy, http_version: '2', phases: { tls_ms: null }, tls: null },
  ],
  [
    'HTTP/2 that must be and is not is told with its mend',
    ({ old, caFile }) => ({ url: `${old}/version`, tls: { ca_file: caFile }, http_version: 2 }),
    unhealthy('tls_protocol'),
  ],
  [
    'gzip is taken in',
    ({ plain }) => ({
      url: `${plain}/text.txt`,
      http_version: 2,
      assertions: [`body.size() == ${text.length}`, 'headers["content-encoding"] == "gzip"'],
    }),
    healthy,
  ],
  [
    'a large body nobody asks about is cut off',
    ({ plain }) => ({ url: `${plain}/large.txt`, http_version: 2 }),
    { ...healthy, content: { truncated: true } },
  ],
  [
    'a redirect is followed with its cookie',
    ({ plain }) => ({ url: `${plain}/moved`, http_version: 2, assertions: ['body == "cookie seen=1"'] }),
    { ...healthy, http_version: '2', redirects: [{ status_code: 302 }] },
  ],
  [
    'a password is let in',
    ({ plain }) => ({
      url: `${plain}/login`,
      http_version: 2,
      auth: { type: 'basic', username: 'ann', password: 'right' },
    }),
    healthy,
  ],
  [
    'another status is told without the words it has none of',
    ({ plain }) => ({ url: `${plain}/gone`, http_version: 2 }),
    unhealthy('unexpected_status', { status_code: 410, status_text: '' }),
  ],
  [
    'a body that drips is left at the deadline',
    ({ plain }) => ({ url: `${plain}/slow`, http_version: 2, timeout: '1s' }),
    unhealthy('timeout', { status_code: 200, response_time_ms: null }),
  ],
  [
    'a request that is dropped is told with the code of its reset',
    ({ plain }) => ({ url: `${plain}/closed`, http_version: 2 }),
    unhealthy('protocol_error', {
      status_code: null,
      error_message: 'the request was reset before the answer (PROTOCOL_ERROR)',
    }),
  ],
  [
    'a flow speaks it as well',
    ({ both, caFile }) => ({
      type: 'flow',
      tls: { ca_file: caFile },
      http_version: 'auto',
      steps: [
        { name: 'old', url: `${both}/version`, http_version: 1.1, assertions: ['http_version == "1.1"'] },
        { name: 'new', url: `${both}/version`, assertions: [saysTwo] },
      ],
    }),
    healthy,
  ],
];

describeWithPeers(['nginx', 'openssl'], 'HTTP/2 of nginx', () => {
  testCases({ start, cases });
});
