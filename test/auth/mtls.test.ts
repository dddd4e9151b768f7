import { createPrivateKey } from 'node:crypto';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { describe, expect, onTestFinished, test } from 'vitest';
import { requestAs } from '../../src/auth/authenticated-request.ts';
import { authKey } from '../../src/auth/registry.ts';
import { authContext, unprovenRequest } from '../support/auth-context.ts';
import { failureFrom } from '../support/failures.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const certificateFor = (name: string) => generate([{ name: 'commonName', value: name }], { keyType: 'ec' });
const [ann, ben, server] = await Promise.all([
  certificateFor('ann'),
  certificateFor('ben'),
  certificateFor('orders.example'),
]);
const encrypted = createPrivateKey(ann.private)
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'hunter2' })
  .toString();

/** The files of a client, by the keys that name them. */
function clientFiles(client: typeof ann) {
  const folder = temporaryFolder();
  const files = {
    cert_file: join(folder, 'cert.pem'),
    key_file: join(folder, 'key.pem'),
    ca_file: join(folder, 'ca.pem'),
  };
  writeFileSync(files.cert_file, client.cert);
  writeFileSync(files.key_file, client.private);
  writeFileSync(files.ca_file, server.cert);
  return files;
}

/** Starts a server for orders.example that says whose certificate it saw. */
async function startAskingServer(): Promise<string> {
  const asking = createServer(
    { key: server.private, cert: server.cert, requestCert: true, rejectUnauthorized: false },
    (request, response) => {
      const socket: unknown = request.socket;
      const seen = socket instanceof Object && 'getPeerCertificate' in socket ? peerName(socket) : 'nobody';
      response.end(seen);
    },
  );
  asking.listen(0, '127.0.0.1');
  await once(asking, 'listening');
  onTestFinished(() => {
    asking.closeAllConnections();
    asking.close();
  });
  const address = asking.address();
  return `https://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}/`;
}

function peerName(socket: object & Record<'getPeerCertificate', unknown>): string {
  const { getPeerCertificate } = socket;
  if (typeof getPeerCertificate !== 'function') return 'nobody';
  const { subject }: { subject?: { CN?: string } } = getPeerCertificate.call(socket) ?? {};
  return subject?.CN ?? 'nobody';
}

function mistakesIn(options: object): readonly string[] {
  const { error } = authKey().safeParse({ type: 'mtls', ...options }, { reportInput: true });
  expect(JSON.stringify(error?.issues ?? [])).not.toContain('hunter2');
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('mtls', () => {
  test('shows its certificate, and asks for and verifies another name', async () => {
    const url = await startAskingServer();
    const context = authContext();
    const auth = authKey().parse({ type: 'mtls', ...clientFiles(ann), server_name: 'orders.example' });
    const { body, tls } = await requestAs(auth, { url, method: 'GET', signal: context.signal }, context);
    expect(body).toBe('ann');
    expect(tls?.verified).toBe(true);
  });

  test('opens a key with its passphrase', async () => {
    const url = await startAskingServer();
    const context = authContext();
    const files = clientFiles(ann);
    writeFileSync(files.key_file, encrypted);
    const options = { type: 'mtls', ...files, server_name: 'orders.example', passphrase: 'hunter2' };
    const request = { url, method: 'GET', signal: context.signal };
    expect((await requestAs(authKey().parse(options), request, context)).body).toBe('ann');
  });

  test('shows the next certificate once its files have changed', async () => {
    const url = await startAskingServer();
    const context = authContext();
    const files = clientFiles(ann);
    const auth = authKey().parse({ type: 'mtls', ...files, server_name: 'orders.example' });
    const request = { url, method: 'GET', signal: context.signal };
    expect((await requestAs(auth, request, context)).body).toBe('ann');
    writeFileSync(files.cert_file, `\n${ben.cert}`);
    // Between the two files, nobody can be shown.
    expect(await failureFrom(requestAs(auth, request, context))).toMatchObject({ reason: 'config_file_unreadable' });
    writeFileSync(files.key_file, `\n${ben.private}`);
    expect((await requestAs(auth, request, context)).body).toBe('ben');
  });

  test('gives what it has to the TLS settings of the request, and leaves the others', async () => {
    const { ca_file: _, ...files } = clientFiles(ann);
    const auth = authKey().parse({ type: 'mtls', ...files });
    expect(await auth.credentials(unprovenRequest(), authContext())).toEqual({
      headers: {},
      params: {},
      tls: { cert: ann.cert, key: ann.private },
      proof: `mtls: client certificate ${files.cert_file}`,
    });
  });

  test.each([
    ['http://orders.example/', 'a client certificate is sent over TLS only: ask for https:// instead of http://'],
    ['ws://orders.example/', 'a client certificate is sent over TLS only: ask for https:// instead of http://'],
    ['https://orders.example/', undefined],
    ['wss://orders.example/', undefined],
  ])('says of %s what is wrong with it: %s', async (url, problem) => {
    const auth = authKey().parse({ type: 'mtls', ...clientFiles(ann) });
    expect(auth.unsuited(url)).toBe(problem);
    const outcome = await auth.credentials(unprovenRequest({ url }), authContext()).catch((error: unknown) => error);
    expect(outcome).toMatchObject(problem === undefined ? { tls: {} } : { reason: 'auth_failed', message: problem });
  });

  test.each<[what: string, change: (files: ReturnType<typeof clientFiles>) => void, reason: string]>([
    ['a file is gone', ({ key_file }) => rmSync(key_file), 'auth.key_file: '],
    [
      'the passphrase is another',
      ({ key_file }) => writeFileSync(key_file, otherPassphrase),
      'auth.passphrase does not',
    ],
  ])('fails with its reason when later on %s', async (_what, change, reason) => {
    const files = clientFiles(ann);
    writeFileSync(files.key_file, encrypted);
    const auth = authKey().parse({ type: 'mtls', ...files, passphrase: 'hunter2' });
    change(files);
    expect(await failureFrom(auth.credentials(unprovenRequest(), authContext()))).toMatchObject({
      reason: 'config_file_unreadable',
      message: expect.stringContaining(reason),
    });
  });
});

const otherPassphrase = createPrivateKey(ann.private)
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'another' })
  .toString();

describe('a mistake of the configuration', () => {
  const rewritten = (key: 'cert_file' | 'key_file', text: string) => {
    const files = clientFiles(ann);
    writeFileSync(files[key], text);
    return files;
  };

  test.each<[what: string, options: () => object, mistakes: readonly string[]]>([
    ['none', () => clientFiles(ann), []],
    ['no key', () => ({ cert_file: 'cert.pem' }), ['key_file: Invalid input: expected string, received undefined']],
    [
      'no certificate in its file',
      () => rewritten('cert_file', ann.private),
      ['cert_file: holds no certificate in PEM form'],
    ],
    ['no key in its file', () => rewritten('key_file', ann.cert), ['key_file: holds no private key in PEM form']],
    [
      'the key of another certificate',
      () => rewritten('key_file', ben.private),
      ['key_file: is not the key of the certificate in cert_file'],
    ],
    ['no passphrase', () => rewritten('key_file', encrypted), ['key_file: is encrypted: give its passphrase']],
    [
      'another passphrase',
      () => ({ ...rewritten('key_file', encrypted), passphrase: 'hunter22' }),
      ['passphrase: does not open key_file'],
    ],
    ['files that cannot be read, which others tell of', () => ({ cert_file: '/no/such', key_file: '/no/such' }), []],
  ])('%s', (_what, options, mistakes) => {
    expect(mistakesIn(options())).toEqual(mistakes);
  });
});
