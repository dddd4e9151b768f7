import { describe, expect, test } from 'vitest';
import { bindProbe } from '../../src/probes/probe.ts';
import { smtp } from '../../src/probes/smtp.ts';
import { startFaultServer } from '../support/fault-server.ts';
import { probeContext } from '../support/probe-context.ts';
import { account, refusal, type SmtpRules, startSmtpServer } from '../support/receivers/smtp.ts';
import { type PlainText, startStartTlsServer } from '../support/starttls-server.ts';

const trusting = { tls: { insecure: true } };

function observe(port: number, keys: object = {}) {
  const options = smtp.options.parse({ host: '127.0.0.1', port, ...keys });
  return bindProbe(smtp, options).observe(probeContext());
}

/** Asks a real server (smtp-server) that follows these rules. */
async function ask(rules: SmtpRules, keys: object) {
  return observe((await startSmtpServer(rules)).port, keys);
}

const mail = { mail_from: 'monitor@shop.example', rcpt_to: 'ops@shop.example' };

describe('a mail server that answers', () => {
  test('is spoken to over TLS where it offers STARTTLS', async () => {
    expect(await ask({}, trusting)).toMatchObject({
      type: 'smtp',
      summary: expect.stringMatching(/^250 to NOOP over TLSv1\.[23]$/),
      address: '127.0.0.1',
      tls: { verified: false },
      details: { code: 250, encrypted: true, greeting: expect.stringContaining('ESMTP') },
      phases: { connect: expect.any(Number), tls: expect.any(Number), wait: expect.any(Number) },
    });
  });

  test('says over TLS what it offers there', async () => {
    const { details } = await ask({}, trusting);
    expect(details?.capabilities).toEqual(expect.arrayContaining(['AUTH LOGIN PLAIN']));
    expect(details?.capabilities).not.toContain('STARTTLS');
  });

  test('is spoken to in the clear where it offers no TLS', async () => {
    const { details, tls } = await ask({ disabledCommands: ['STARTTLS'], authOptional: true }, {});
    expect(tls).toBeUndefined();
    expect(details).toMatchObject({ encrypted: false, code: 250 });
  });

  test('is spoken to over TLS from the start', async () => {
    expect(await ask({ secure: true }, { ...trusting, encryption: 'implicit' })).toMatchObject({
      details: { encrypted: true },
    });
  });

  test.each(['PLAIN', 'LOGIN'])('lets us in by %s', async (mechanism) => {
    const observation = await ask({ authMethods: [mechanism] }, { ...trusting, ...account, ...mail });
    expect(observation).toMatchObject({ summary: expect.stringContaining('250 to RCPT TO') });
  });

  test('gets no mail when it is asked whether it would take one', async () => {
    const server = await startSmtpServer();
    await observe(server.port, { ...trusting, ...account, ...mail });
    expect(server.mails).toEqual([]);
  });

  test('sees the conversation end with QUIT', async () => {
    const heard: string[] = [];
    const { port } = await startFaultServer((socket) => {
      socket.write('220 ready\r\n');
      socket.on('data', (chunk) => {
        heard.push(String(chunk));
        if (String(chunk) === 'QUIT\r\n') socket.end('221 bye\r\n');
        else socket.write('250 mail.example\r\n');
      });
    });
    await observe(port);
    expect(heard).toEqual(['EHLO [127.0.0.1]\r\n', 'NOOP\r\n', 'QUIT\r\n']);
  });
});

describe('a mail server that refuses', () => {
  test.each<[string, SmtpRules, object, string, RegExp]>([
    ['a wrong password', {}, { ...account, password: 'wrong' }, 'auth_failed', /refuses the credentials: 535 5\.7\.8/],
    ['a sender without a login', {}, mail, 'auth_failed', /asks for a login first: 530/],
    [
      'a recipient',
      { authOptional: true, onRcptTo: (_to, _session, done) => done(refusal(550, '5.1.1 no such user')) },
      mail,
      'query_failed',
      /refuses RCPT TO: 550 5\.1\.1 no such user/,
    ],
    [
      'a recipient for now',
      { authOptional: true, onRcptTo: (_to, _session, done) => done(refusal(451, '4.7.1 Greylisted')) },
      mail,
      'query_failed',
      /451 4\.7\.1 Greylisted/,
    ],
    [
      'our connection',
      { onConnect: (_session, done) => done(refusal(554, 'go away')) },
      {},
      'query_failed',
      /refuses to serve: 554 go away/,
    ],
    ['the ways to log in that we know', { authMethods: ['XOAUTH2'] }, account, 'unimplemented', /but by XOAUTH2$/],
    ['to encrypt', { disabledCommands: ['STARTTLS'] }, { encryption: 'starttls' }, 'unimplemented', /STARTTLS/],
  ])('%s is told as such', async (_what, rules, keys, reason, message) => {
    await expect(ask(rules, { ...trusting, ...keys })).rejects.toMatchObject({
      reason,
      message: expect.stringMatching(message),
      facts: { address: '127.0.0.1', details: { code: expect.any(Number), greeting: expect.any(String) } },
    });
  });

  test('gets no password in the clear', async () => {
    const heard: string[] = [];
    const { port } = await startFaultServer((socket) => {
      socket.write('220 ready\r\n');
      socket.on('data', (chunk) => {
        heard.push(String(chunk));
        socket.write('250-mail.example\r\n250 AUTH PLAIN LOGIN\r\n');
      });
    });
    await expect(observe(port, account)).rejects.toMatchObject({
      reason: 'unimplemented',
      message: expect.stringContaining('not sent in the clear'),
    });
    expect(heard).toEqual(['EHLO [127.0.0.1]\r\n']);
  });

  test('gets it there when told to', async () => {
    const rules = { disabledCommands: ['STARTTLS'], allowInsecureAuth: true };
    expect(await ask(rules, { ...account, encryption: 'none', ...mail })).toMatchObject({ details: { code: 250 } });
  });

  test('is not trusted with a certificate of its own', async () => {
    await expect(ask({}, account)).rejects.toMatchObject({
      reason: 'tls_self_signed',
      facts: { tls: { verified: false } },
    });
  });
});

test('a mail server that begins in plain text is told as such where TLS is spoken from the start', async () => {
  await expect(ask({}, { ...trusting, encryption: 'implicit' })).rejects.toMatchObject({
    reason: 'tls_protocol',
    message: expect.stringContaining('begins in plain text: `encryption: starttls` asks for TLS then'),
  });
});

describe('a mail server that is none', () => {
  const offering = '250-mail.example\r\n250 STARTTLS\r\n';

  test.each<[string, PlainText, string]>([
    ['speaks another protocol', { greeting: 'SSH-2.0-OpenSSH_9.2\r\n', answers: [] }, 'protocol_error'],
    ['greets and says no more', { greeting: '220 ready\r\n', answers: [['EHLO', '']] }, 'unexpected_answer'],
    [
      'goes on in plain text after it agreed to TLS',
      {
        greeting: '220 ready\r\n',
        answers: [
          ['EHLO', offering],
          ['STARTTLS', '220 go\r\n250 injected\r\n'],
        ],
      },
      'protocol_error',
    ],
    [
      'cannot encrypt now',
      {
        greeting: '220 ready\r\n',
        answers: [
          ['EHLO', offering],
          ['STARTTLS', '454 not now\r\n'],
        ],
      },
      'unexpected_answer',
    ],
  ])('%s', async (_what, plainText, reason) => {
    const { port } = await startStartTlsServer(plainText);
    await expect(observe(port)).rejects.toMatchObject({ reason });
  });
});

test.each([
  ['smtp://mail.example', {}, 'smtp://mail.example:25'],
  ['smtps://ann:p%40ss@mail.example', { username: 'ann', encryption: 'implicit' }, 'smtps://mail.example:465'],
  ['smtp://[::1]:587?encryption=starttls', { encryption: 'starttls' }, 'smtp://[::1]:587'],
  ['smtp://mail.example?mail_from=a%40b.c&rcpt_to=d%40e.f', { mail_from: 'a@b.c', rcpt_to: 'd@e.f' }, /:25$/],
])('%s stands for a service', (url, keys, target) => {
  const options = smtp.options.parse(smtp.endpoint?.keys(new URL(url)));
  expect(options).toMatchObject(keys);
  expect(smtp.target(options)).toMatch(target);
  expect(smtp.target(options)).not.toContain('ann');
});

test.each([
  ['smtp://mail.example/inbox', /takes no path/],
  ['smtps://mail.example?encryption=none', /encrypted from the start/],
  ['smtp://mail.example?to=me', /takes no to/],
])('%s stands for nothing', (url, message) => {
  expect(() => smtp.endpoint?.keys(new URL(url))).toThrow(message);
});

test.each([
  [{ username: 'ann' }, ['username']],
  [{ password: 'secret' }, ['password']],
  [{ rcpt_to: 'a@b.c' }, ['rcpt_to']],
  [{ encryption: 'none', tls: {} }, ['tls']],
  [{ ...account, ...mail }, undefined],
])('%j has its mistake told', (keys, path) => {
  const options = smtp.options.parse({ host: 'mail.example', ...keys });
  expect(smtp.problems?.(options)[0]?.path).toEqual(path);
});

test.each(['a@b\r\nDATA', 'a b@c', '<a@b>', ''])('%j is no mailbox', (mailbox) => {
  expect(smtp.options.safeParse({ host: 'mail.example', mail_from: mailbox }).success).toBe(false);
});
