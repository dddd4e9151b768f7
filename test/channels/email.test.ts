import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { bindChannel } from '../../src/channels/channel.ts';
import { email } from '../../src/channels/email.ts';
import type { Notification } from '../../src/domain/notification.ts';
import { createdAt, hostileTexts, notification, notifiedService } from '../support/notifications.ts';
import { account, refusal, type SmtpReceiver, type SmtpRules, startSmtpServer } from '../support/receivers/smtp.ts';
import { channelContext, type Destination, describeChannel } from './contract.ts';

const parties = { from: 'Service Monitor <svcmon@example.com>', to: ['ops@example.com', 'oncall@example.com'] };

function emailTo({ port, certificate }: Pick<SmtpReceiver, 'port' | 'certificate'>, more: object = {}) {
  const options = { host: '127.0.0.1', port, ca: certificate, ...account, ...parties, ...more };
  return bindChannel(email, email.options.parse(options));
}

function served(rules: SmtpRules = {}, more: object = {}): () => Promise<Destination> {
  return async () => {
    const server = await startSmtpServer(rules);
    return {
      channel: emailTo(server, more),
      secrets: [account.password, Buffer.from(`\0${account.username}\0${account.password}`).toString('base64')],
      payloads: async () => server.mails.map(({ parsed: { subject, text, html } }) => ({ subject, text, html })),
    };
  };
}

async function silentPort(): Promise<Destination> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return { channel: emailTo({ port, certificate: 'none' }), secrets: [account.password], payloads: async () => [] };
}

const echo = `you said ${account.password}`;

describeChannel({
  type: 'email',
  working: served(),
  failing: {
    'a greylisting server': served({ onRcptTo: (_address, _session, done) => done(refusal(451, '4.7.1 Greylisted')) }),
    'a server that has no room': served({ onMailFrom: (_address, _session, done) => done(refusal(452, '4.3.1 Full')) }),
    'a server that is shutting down': served({ onConnect: (_session, done) => done(refusal(421, '4.3.2 Later')) }),
    'a server that cuts the connection after the data': served({ afterData: 'cut' }),
    'a server that says 4xx after the data': served({ afterData: refusal(451, `4.3.0 ${echo}`) }),
    'a server that cannot check logins now': served({
      onAuth: (_auth, _session, done) => done(refusal(454, `4.7.0 ${echo}`)),
    }),
    'a closed port': async () => ({
      channel: emailTo({ port: 1, certificate: 'none' }),
      secrets: [],
      payloads: async () => [],
    }),
    'a certificate that is not trusted': served({}, { ca: undefined }),
  },
  refusing: {
    'a server that knows no such recipient': served({
      onRcptTo: (_address, _session, done) => done(refusal(550, '5.1.1 No such user')),
    }),
    'a server that says 5xx after the data': served({ afterData: refusal(554, `5.7.1 ${echo}`) }),
    'a server that refuses the login': served({}, { password: 'another-wrong-password' }),
    'a server without STARTTLS': served({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'] }),
  },
  hanging: silentPort,
});

async function sent(told: Notification, { rules, more }: { rules?: SmtpRules; more?: object } = {}) {
  const server = await startSmtpServer(rules);
  const delivery = await emailTo(server, more).send(told, channelContext());
  return { delivery, mails: server.mails, mail: server.mails[0] };
}

test('sends plain text and a page that says the same', async () => {
  const service = notifiedService({ message: 'got <b> & "x"', runbook: 'https://wiki.example/?a=1&b=2' });
  const { mail } = await sent(notification({ unhealthy: [service], slow: [] }));
  expect(mail).toMatchObject({ from: 'svcmon@example.com', to: ['ops@example.com', 'oncall@example.com'] });
  expect(mail?.parsed).toMatchObject({
    subject: '🚨 Service Health Alert: 1 unhealthy, 1 slow of 12 services',
    from: { name: 'Service Monitor', address: 'svcmon@example.com' },
    date: '2026-11-21T19:36:00.000Z',
  });
  expect(mail?.parsed.text?.trimEnd()).toBe(
    '🚨 Service Health Alert: 1 unhealthy, 1 slow of 12 services\n\n' +
      'Unhealthy Services\n• api: got <b> & "x" · runbook: https://wiki.example/?a=1&b=2',
  );
  expect(mail?.parsed.html).toContain(
    '• api: got &lt;b&gt; &amp; &quot;x&quot; · <a href="https://wiki.example/?a=1&amp;b=2">runbook</a>',
  );
});

test('says that it was made by a program, and how much it matters', async () => {
  const { mail } = await sent(notification());
  const headers = Object.fromEntries(mail?.parsed.headers.map(({ key, value }) => [key, value]) ?? []);
  expect(headers).toMatchObject({ 'auto-submitted': 'auto-generated', importance: 'High', 'x-svcmon-services': '2' });
});

test('encrypts and logs in', async () => {
  const { mail } = await sent(notification());
  expect(mail).toMatchObject({ encrypted: true, user: 'svcmon' });
});

test.each([
  ['encrypted from the start', { rules: { secure: true }, more: { tls: 'implicit' } }, true],
  ['in the clear where that is asked for', { rules: { allowInsecureAuth: true }, more: { tls: 'none' } }, false],
  ['without a login where it has none', { rules: { authOptional: true }, more: { username: undefined } }, true],
  ['without verifying where that is asked for', { more: { ca: undefined, insecure: true } }, true],
])('sends %s', async (_name, how, encrypted) => {
  const { delivery, mail } = await sent(notification(), how);
  expect(delivery).toEqual({ outcome: 'delivered', detail: 'accepted' });
  expect(mail?.encrypted).toBe(encrypted);
});

test('sends nothing, and no password, to a server that does not encrypt', async () => {
  let logins = 0;
  const rules: SmtpRules = {
    hideSTARTTLS: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth(_auth, _session, done) {
      logins += 1;
      done(null, { user: 'svcmon' });
    },
  };
  const { delivery, mails } = await sent(notification(), { rules });
  expect(delivery.outcome).toBe('rejected');
  expect({ logins, mails: mails.length }).toEqual({ logins: 0, mails: 0 });
});

test.each([
  [
    { onRcptTo: (_a: unknown, _s: unknown, done: (error: Error) => void) => done(refusal(451, '4.7.1 Greylisted')) },
    'answered 451 4.7.1 to RCPT TO',
  ],
  [{ afterData: refusal(554, '5.7.1 Spam') }, 'answered 554 5.7.1 to DATA'],
])('tells of a refusal by its codes', async (rules, reason) => {
  const { delivery } = await sent(notification(), { rules });
  expect(delivery).toMatchObject({ reason });
});

test('sends again when one of the recipients is to be asked later', async () => {
  const rules: SmtpRules = {
    onRcptTo: ({ address }, _session, done) => done(address.startsWith('oncall') ? refusal(450, '4.2.1 Later') : null),
  };
  const { delivery, mails } = await sent(notification(), { rules });
  expect(delivery).toEqual({ outcome: 'retry', reason: 'answered 450 4.2.1 to RCPT TO' });
  expect(mails).toHaveLength(1);
});

test('is content when some recipients take it and the others never will', async () => {
  const rules: SmtpRules = {
    onRcptTo: ({ address }, _session, done) => done(address.startsWith('oncall') ? refusal(550, '5.1.1 Who?') : null),
  };
  const { delivery } = await sent(notification(), { rules });
  expect(delivery).toEqual({ outcome: 'delivered', detail: 'accepted for 1 of 2 recipients' });
});

test('is the same mail when it is sent again, and in one thread with what belongs to it', async () => {
  const service = notifiedService({ dedupKey: 'unhealthy/api/1' });
  const firing = notification({ unhealthy: [service], slow: [] });
  const resolved = { ...firing, state: 'resolved', createdAt: createdAt + 60_000 } as const;
  const server = await startSmtpServer();
  for (const told of [firing, { ...firing, createdAt: createdAt + 9_000 }, resolved]) {
    await emailTo(server).send(told, channelContext());
  }
  const ids = server.mails.map(({ parsed }) => parsed.messageId);
  expect(ids[0]).toMatch(/^<svcmon\.[0-9a-f]{32}@example\.com>$/);
  expect(ids[1]).toBe(ids[0]);
  expect(ids[2]).not.toBe(ids[0]);
  const threads = server.mails.map(({ parsed }) => parsed.references);
  expect(new Set(threads).size).toBe(1);
  expect(threads[0]).toMatch(/^<svcmon\.[0-9a-f]{32}@example\.com>$/);
});

test.each(Object.entries(hostileTexts))('adds no header with %s in a name', async (_name, text) => {
  const name = `${text}\r\nBcc: evil@example.com\r\n\r\nand more`;
  const told = notification({ summary: name, unhealthy: [notifiedService({ name })], slow: [], dedupKey: name });
  const { mail } = await sent(told);
  const keys = mail?.parsed.headers.map(({ key }) => key) ?? [];
  expect(keys).not.toContain('bcc');
  expect(mail?.to).toEqual(['ops@example.com', 'oncall@example.com']);
  expect(mail?.raw.split('\r\n').every((line) => Buffer.byteLength(line) <= 998)).toBe(true);
});

test('ends the thread of a fleet before a header gets too long', async () => {
  const unhealthy = Array.from({ length: 200 }, (_, at) => notifiedService({ dedupKey: `unhealthy/api-${at}/1` }));
  const { mail } = await sent(notification({ unhealthy }));
  expect(mail?.parsed.references?.split(' ')).toHaveLength(12);
});

test.each([{ from: 'nobody' }, { to: [] }, { to: 'a@b.example\r\nBcc: c@d.example' }, { port: 0 }, { tls: 'maybe' }])(
  'refuses %j',
  (more) => {
    expect(email.options.safeParse({ host: 'smtp.example', ...parties, ...more }).success).toBe(false);
  },
);
