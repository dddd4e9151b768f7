import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeWithPeers } from '../support/peers/available.ts';
import { executableOf } from '../support/peers/executables.ts';
import { startPostgres } from '../support/peers/postgres.ts';
import { startRedis } from '../support/peers/redis.ts';
import { startTogether } from '../support/peers/together.ts';
import { account, startSmtpServer } from '../support/receivers/smtp.ts';
import { type PlainText, plainTexts, startStartTlsServer } from '../support/starttls-server.ts';
import { checkServices, freshFolder } from '../support/svcmon.ts';
import { makeIdentity } from '../support/tls-certificates.ts';

const here = { host: '127.0.0.1' };

describe('a mail server (smtp-server)', () => {
  test('is spoken to in plain text, then over TLS', async () => {
    const { port, certificate } = await startSmtpServer();
    const caFile = join(await freshFolder(), 'ca.pem');
    await writeFile(caFile, certificate);
    const tls = { ca_file: caFile };
    const login = Buffer.from(`\0${account.username}\0${account.password}`).toString('base64');
    const { service } = await checkServices([
      {
        name: 'plain',
        type: 'tcp',
        ...here,
        port,
        script: [{ expect: '^220 ' }, { send: 'EHLO svcmon\r\n', expect: '^250 ' }, { send: 'QUIT\r\n' }],
      },
      {
        name: 'offers TLS',
        type: 'tcp',
        ...here,
        port,
        script: [{ expect: '^220 ' }, { send: 'EHLO svcmon\r\n', expect: '^250[ -]STARTTLS' }],
      },
      {
        name: 'logged in',
        type: 'tcp',
        ...here,
        port,
        starttls: 'smtp',
        tls,
        script: [
          { send: 'EHLO svcmon\r\n', expect: '^250 ' },
          { send: `AUTH PLAIN ${login}\r\n`, expect: '^235 ' },
        ],
        assertions: ['certificate.verified', 'answer.contains("235 ")'],
      },
      {
        name: 'mistaken',
        type: 'tcp',
        ...here,
        port,
        script: [{ expect: '^220 ' }, { send: 'HELO\r\n', expect: '^250 ' }],
        timeout: '1s',
      },
      { name: 'certificate', type: 'tls', ...here, port, starttls: 'smtp', ca_file: caFile },
      { name: 'not trusted', type: 'tls', ...here, port, starttls: 'smtp' },
      { name: 'no STARTTLS asked for', type: 'tls', ...here, port },
    ]);
    expect(service('plain')).toMatchObject({ status: 'healthy', tls: null });
    expect(service('offers TLS')).toMatchObject({ status: 'healthy' });
    expect(service('logged in')).toMatchObject({ status: 'healthy', tls: { verified: true } });
    expect(service('mistaken')).toMatchObject({
      reason: 'timeout',
      error_message: expect.stringContaining('an answer in turn 2 of 2 that matches ^250 , got "501'),
    });
    expect(service('certificate')).toMatchObject({ status: 'healthy', tls: { chain: [{ subject: '127.0.0.1' }] } });
    expect(service('not trusted')).toMatchObject({
      reason: 'tls_self_signed',
      tls: { verified: false, chain: [{ subject: '127.0.0.1' }] },
      details: expect.objectContaining({ must_staple: false }),
    });
    expect(service('no STARTTLS asked for')).toMatchObject({
      reason: 'tls_protocol',
      error_message: expect.stringContaining('starttls asks for TLS then'),
    });
  });

  test('that offers no TLS is told from one whose TLS is wrong', async () => {
    const { port } = await startSmtpServer({ disabledCommands: ['STARTTLS'] });
    const { service } = await checkServices([{ name: 'mail', type: 'tls', ...here, port, starttls: 'smtp' }]);
    expect(service('mail')).toMatchObject({
      reason: 'unimplemented',
      error_message: expect.stringContaining('the server does not offer STARTTLS'),
    });
  });
});

describeWithPeers(['postgres', 'redis'], 'PostgreSQL and Redis', () => {
  test('are asked for their certificates, and spoken to over TLS', async () => {
    const { postgres, redis, stop } = await startTogether(async (keep) => {
      const [postgres, redis] = await Promise.all([keep(startPostgres()), keep(startRedis())]);
      return { postgres, redis };
    });
    try {
      const { service } = await checkServices([
        {
          name: 'postgres',
          type: 'tls',
          ...here,
          port: postgres.port,
          starttls: 'postgres',
          ca_file: postgres.authorityFile,
        },
        {
          name: 'startup over TLS',
          type: 'tcp',
          ...here,
          port: postgres.port,
          starttls: 'postgres',
          tls: { ca_file: postgres.authorityFile },
          // A StartupMessage of protocol 3.0 for the user `x`, who is asked for a password or refused.
          send_hex: '00 00 00 10 00 03 00 00 75 73 65 72 00 78 00 00',
          expect: '^[RE]',
        },
        { name: 'postgres as mail', type: 'tls', ...here, port: postgres.port, starttls: 'ldap', timeout: '2s' },
        { name: 'redis as postgres', type: 'tls', ...here, port: redis.port, starttls: 'postgres', timeout: '2s' },
        { name: 'redis as mail', type: 'tls', ...here, port: redis.port, starttls: 'smtp', timeout: '1s' },
        {
          name: 'redis',
          type: 'tcp',
          ...here,
          port: redis.port,
          script: [
            { send: 'PING\r\n', expect: '^\\+PONG' },
            { send_hex: '51 55 49 54 0d 0a', expect: '^\\+OK' },
          ],
        },
      ]);
      expect(service('postgres')).toMatchObject({
        status: 'healthy',
        tls: { verified: true, chain: [{ subject: 'server' }, {}] },
      });
      expect(service('startup over TLS')).toMatchObject({ status: 'healthy' });
      expect(service('postgres as mail')).toMatchObject({ status: 'unhealthy' });
      expect(service('redis as postgres')).toMatchObject({ status: 'unhealthy' });
      expect(service('redis as mail')).toMatchObject({
        reason: 'timeout',
        error_message: expect.stringContaining('the greeting of SMTP'),
      });
      expect(service('redis')).toMatchObject({ status: 'healthy' });
    } finally {
      await stop();
    }
  });
});

describeWithPeers(['openssl'], 'the servers that the words of each protocol are tried on', () => {
  test.each(Object.entries(plainTexts))('are taken for real by openssl s_client (%s)', async (protocol, plainText) => {
    const foreign = { ...plainText, answers: [...(firstWords[protocol] ?? []), ...plainText.answers.slice(-1)] };
    const { port } = await startStartTlsServer(protocol in firstWords ? foreign : plainText, await makeIdentity());
    const said = await connectWith([
      '-connect',
      `127.0.0.1:${port}`,
      '-starttls',
      protocol,
      '-name',
      'localhost',
      '-brief',
    ]);
    expect(said).toContain('Protocol version: TLSv1.3');
  });
});

/** Where it asks for something else than we do before it asks for TLS. */
const firstWords: Readonly<Record<string, PlainText['answers']>> = {
  smtp: [['EHLO localhost\r\n', plainTexts.smtp.answers[0][1]]],
  imap: [['CAPABILITY\r\n', '* CAPABILITY IMAP4rev1 STARTTLS\r\n. OK\r\n']],
};

/** What `openssl s_client` says, on both of its streams, when there is nothing to send. */
function connectWith(args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const child = execFile(executableOf('openssl'), ['s_client', ...args], { timeout: 10_000 }, (_error, out, err) => {
      resolve(out + err);
    });
    child.stdin?.end();
  });
}
