import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requestAs } from '../../src/auth/authenticated-request.ts';
import { authKey } from '../../src/auth/registry.ts';
import { authContext } from '../support/auth-context.ts';
import { describeWithPeers } from '../support/peers/available.ts';
import { type Case, healthy, testCases, unhealthy } from '../support/peers/cases.ts';
import { createAuthority, createSelfSigned, type IssuedCertificate } from '../support/peers/certificates.ts';
import { startNginx } from '../support/peers/nginx.ts';
import { configOf, freshFolder, svcmon } from '../support/svcmon.ts';

interface Servers {
  /** Answers with the name in the client's certificate, and nobody without one. */
  readonly url: string;
  /** Asks for a certificate only where one is offered. */
  readonly lax: string;
  readonly trustedFile: string;
  readonly ann: IssuedCertificate;
  readonly ben: IssuedCertificate;
  readonly stranger: IssuedCertificate;
}

async function start(): Promise<Servers & { stop(): Promise<void> }> {
  const folder = await freshFolder();
  const authority = await createAuthority(folder, 'root');
  const server = await authority.issue({ name: 'server', altNames: 'IP:127.0.0.1,DNS:orders.example' });
  const [ann, ben] = [
    await authority.issue({ name: 'ann', usage: 'clientAuth' }),
    await authority.issue({ name: 'ben', usage: 'clientAuth' }),
  ];
  const tls = `ssl_certificate ${server.certFile}; ssl_certificate_key ${server.keyFile}; ssl_client_certificate ${authority.certFile};`;
  const answer =
    'location / { return 200 "$ssl_client_s_dn at $ssl_server_name"; } location = /away { return 302 $arg_to; }';
  const nginx = await startNginx(join(folder, 'nginx'), {
    strict: { listen: 'ssl', directives: `${tls} ssl_verify_client on; ${answer}` },
    lax: { listen: 'ssl', directives: `${tls} ssl_verify_client optional; ${answer}` },
  });
  return {
    url: `https://127.0.0.1:${nginx.ports.strict}/`,
    lax: `https://127.0.0.1:${nginx.ports.lax}/`,
    trustedFile: authority.certFile,
    ann,
    ben,
    stranger: await createSelfSigned(folder, 'stranger'),
    stop: nginx.stop,
  };
}

function authOf({ trustedFile }: Servers, { certFile, keyFile }: IssuedCertificate, more: object = {}) {
  return { type: 'mtls', cert_file: certFile, key_file: keyFile, ca_file: trustedFile, ...more };
}

const cases: readonly Case<Servers>[] = [
  [
    'a client certificate is let in',
    (servers) => ({ url: servers.url, auth: authOf(servers, servers.ann), assertions: ['body.startsWith("CN=ann")'] }),
    { ...healthy, status_code: 200, tls: { verified: true } },
  ],
  [
    'another name is asked for and verified',
    (servers) => ({
      url: servers.url,
      auth: authOf(servers, servers.ann, { server_name: 'orders.example' }),
      assertions: ['body == "CN=ann at orders.example"'],
    }),
    healthy,
  ],
  [
    'a name that is not in the certificate of the server is refused',
    (servers) => ({ url: servers.url, auth: authOf(servers, servers.ann, { server_name: 'other.example' }) }),
    unhealthy('tls_wrong_host'),
  ],
  [
    'a stranger is a 400',
    (servers) => ({ url: servers.url, auth: authOf(servers, servers.stranger) }),
    unhealthy('unexpected_status', {
      status_code: 400,
      evidence: { body: expect.stringContaining('SSL certificate') },
    }),
  ],
  [
    'without a certificate it is a 400',
    ({ url, trustedFile }) => ({ url, tls: { ca_file: trustedFile } }),
    unhealthy('unexpected_status', { status_code: 400 }),
  ],
  [
    'the other keys of tls hold beside those of auth',
    (servers) => {
      const { ca_file: _, ...auth } = authOf(servers, servers.ann);
      return { url: servers.url, auth, tls: { insecure: true }, assertions: ['body.startsWith("CN=ann")'] };
    },
    { ...healthy, tls: { verified: false } },
  ],
  [
    'another origin that a redirect leads to does not see the certificate',
    (servers) => ({
      url: `${servers.url}away?to=${servers.lax}`,
      auth: authOf(servers, servers.ann),
      assertions: ['body == " at "'],
    }),
    { ...healthy, redirects: [{ status_code: 302 }] },
  ],
  [
    'the same origin still sees it',
    (servers) => ({
      url: `${servers.url}away?to=/`,
      auth: authOf(servers, servers.ann),
      assertions: ['body.startsWith("CN=ann")'],
    }),
    { ...healthy, redirects: [{ status_code: 302 }] },
  ],
];

describeWithPeers(['nginx', 'openssl'], 'mtls against nginx', () => {
  testCases({ start, cases });

  describe('from check to check', () => {
    let servers: Awaited<ReturnType<typeof start>> | undefined;
    beforeAll(async () => {
      servers = await start();
    });
    afterAll(() => servers?.stop());

    test('files that were replaced are used at once', async () => {
      if (!servers) throw new Error('nginx runs');
      const folder = await freshFolder();
      const files: IssuedCertificate = { certFile: join(folder, 'client.pem'), keyFile: join(folder, 'client.key') };
      const install = async ({ certFile, keyFile }: IssuedCertificate) => {
        await copyFile(certFile, files.certFile);
        await copyFile(keyFile, files.keyFile);
      };
      await install(servers.ann);
      const auth = authKey().parse(authOf(servers, files));
      const context = authContext();
      const request = { url: servers.url, method: 'GET', signal: context.signal };
      const ask = async () => (await requestAs(auth, request, context)).body;
      expect(await ask()).toContain('CN=ann');
      await install(servers.ben);
      expect(await ask()).toContain('CN=ben');
      await install(servers.stranger);
      expect(await ask()).toContain('400 The SSL certificate error');
    });

    test('what cannot work is a mistake of the configuration', async () => {
      if (!servers) throw new Error('nginx runs');
      const cwd = await freshFolder();
      const { ann, ben } = servers;
      const services = [
        { name: 'plain', url: 'http://127.0.0.1:1/', auth: authOf(servers, ann) },
        { name: 'mixed', url: servers.url, auth: authOf(servers, { ...ann, keyFile: ben.keyFile }) },
        { name: 'gone', url: servers.url, auth: authOf(servers, { ...ann, certFile: '/no/such/file' }) },
      ];
      await writeFile(join(cwd, 'services.yaml'), configOf(services));
      const { exitCode, stderr } = await svcmon(['validate', '-c', 'services.yaml'], { cwd });
      expect(exitCode).toBe(2);
      expect(stderr).toContain('services[0].auth.type: a client certificate is sent over TLS only');
      expect(stderr).toContain('services[1].auth.key_file: is not the key of the certificate in cert_file');
      expect(stderr).toContain('services[2].auth.cert_file: the file "/no/such/file"');
    });
  });
});
