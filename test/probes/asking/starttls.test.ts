import { beforeAll, describe, expect, test } from 'vitest';
import { tls } from '../../../src/probes/tls.ts';
import { failureFrom } from '../../support/failures.ts';
import { startFaultServer } from '../../support/fault-server.ts';
import { probeContext } from '../../support/probe-context.ts';
import { type PlainText, plainTexts, startStartTlsServer } from '../../support/starttls-server.ts';
import { type Identity, makeIdentity } from '../../support/tls-certificates.ts';

let identity: Identity;

beforeAll(async () => {
  identity = await makeIdentity();
});

function ask(starttls: string, port: number, more: object = {}) {
  const options = tls.options.parse({ host: '127.0.0.1', port, starttls, insecure: true, ...more });
  return tls.observe(options, probeContext());
}

describe('STARTTLS', () => {
  test.each(Object.entries(plainTexts))('goes over to TLS in the words of %s', async (protocol, plainText) => {
    const { port, allClosed } = await startStartTlsServer(plainText, identity);
    const { tls: seen, phases } = await ask(protocol, port);
    expect(seen).toMatchObject({ protocol: 'TLSv1.3', chain: [{ subject: 'localhost' }] });
    expect(Object.keys(phases)).toEqual(expect.arrayContaining(['connect', 'wait', 'receive', 'send', 'tls']));
    await allClosed();
  });

  test('names the host that is meant to an XMPP server', async () => {
    const server = await startStartTlsServer(plainTexts.xmpp, identity);
    await ask('xmpp', server.port, { server_name: "chat.example'&" });
    expect(server.heard[0]).toContain(" to='chat.example&#39;&#38;' ");
  });

  test('takes a greeting that comes letter by letter', async () => {
    const { port } = await startFaultServer((socket, heard) => {
      socket.setNoDelay(true);
      const letters = [...'220-slow\r\n220 ready\r\n'];
      const spell = () => {
        const letter = letters.shift();
        if (letter !== undefined) socket.write(letter, () => setImmediate(spell));
      };
      spell();
      void heard.then(() => socket.end('500 no\r\n'));
    });
    expect(await failureFrom(ask('smtp', port))).toMatchObject({ message: expect.stringContaining('500 no') });
  });
});

/** The beginning of what a server of a protocol says, with other last words. */
function ending(plainText: PlainText, last: string | Uint8Array): PlainText {
  const answers = plainText.answers.map(([heard, answer], index) => {
    return [heard, index === plainText.answers.length - 1 ? last : answer] as const;
  });
  return { ...plainText, answers };
}

const streams = 'urn:ietf:params:xml:ns:xmpp-streams';

const unknownHost = `<host-unknown xmlns='${streams}'/><text xmlns='${streams}'>not served here</text>`;

const { smtp, imap, pop3, ftp, xmpp, postgres, ldap } = plainTexts;

describe('a server that does not go over to TLS', () => {
  test.each<[protocol: string, what: string, plainText: PlainText, reason: string, message: string]>([
    [
      'smtp',
      'offers no TLS',
      { ...smtp, answers: [['EHLO', '250-mail.example\r\n250 HELP\r\n']] },
      'unimplemented',
      '250 HELP',
    ],
    ['smtp', 'knows no EHLO', { ...smtp, answers: [['EHLO', '502 what?\r\n']] }, 'unimplemented', '502 what?'],
    [
      'smtp',
      'cannot now',
      ending(smtp, '454 4.7.0 TLS not available\r\n'),
      'unexpected_answer',
      '454 4.7.0 TLS not available',
    ],
    ['smtp', 'refuses', ending(smtp, '554 no\r\n'), 'unimplemented', '554 no'],
    ['smtp', 'does not serve', { greeting: '421 closing\r\n', answers: [] }, 'unexpected_answer', '421 closing'],
    [
      'smtp',
      'is of another protocol',
      { greeting: 'SSH-2.0-OpenSSH_9\r\n', answers: [] },
      'protocol_error',
      'SSH-2.0-OpenSSH_9',
    ],
    [
      'smtp',
      'hides its words',
      { greeting: '554 \u001b[31mno\u202e\r\n', answers: [] },
      'unexpected_answer',
      '"554 no"',
    ],
    ['imap', 'refuses', ending(imap, 'a BAD unknown\r\n'), 'unimplemented', 'a BAD unknown'],
    ['imap', 'does not serve', { greeting: '* BYE busy\r\n', answers: [] }, 'unexpected_answer', '* BYE busy'],
    ['imap', 'is of another protocol', { greeting: '220 mail\r\n', answers: [] }, 'protocol_error', '220 mail'],
    ['pop3', 'refuses', ending(pop3, '-ERR unknown\r\n'), 'unimplemented', '-ERR unknown'],
    ['pop3', 'does not serve', { greeting: '-ERR busy\r\n', answers: [] }, 'unexpected_answer', '-ERR busy'],
    ['pop3', 'is of another protocol', { greeting: '* OK\r\n', answers: [] }, 'protocol_error', '* OK'],
    ['ftp', 'refuses', ending(ftp, '502 unknown\r\n'), 'unimplemented', '502 unknown'],
    ['ftp', 'cannot now', ending(ftp, '431 unavailable\r\n'), 'unexpected_answer', '431 unavailable'],
    ['ftp', 'does not serve', { greeting: '421 busy\r\n', answers: [] }, 'unexpected_answer', '421 busy'],
    [
      'xmpp',
      'offers no TLS',
      { answers: [['stream', '<stream:stream><stream:features/>']] },
      'unimplemented',
      'it says "<stream:features/>"',
    ],
    ['xmpp', 'refuses', ending(xmpp, '<failure/></stream:stream>'), 'unimplemented', '<failure/>'],
    [
      'xmpp',
      'does not know the host',
      { answers: [['stream', `<stream:stream><stream:error>${unknownHost}</stream:error></stream:stream>`]] },
      'unexpected_answer',
      '"host-unknown: not served here"',
    ],
    [
      'xmpp',
      'refuses the stream without a word',
      { answers: [['stream', '<stream:stream><stream:error><reset/></stream:error>']] },
      'unexpected_answer',
      'it says "reset"',
    ],
    [
      'xmpp',
      'breaks off in the middle of its refusal',
      { answers: [['stream', '<stream:stream><stream:error><host-unk']] },
      'unexpected_answer',
      '<host-unk',
    ],
    [
      'xmpp',
      'refuses in a form of its own',
      { answers: [['stream', '<stream:stream><stream:error>go</stream:error>']] },
      'unexpected_answer',
      '<stream:error>go',
    ],
    [
      'xmpp',
      'is of another protocol',
      { answers: [['stream', 'HTTP/1.1 400 Bad Request\r\n']] },
      'protocol_error',
      'HTTP/1.1 400',
    ],
    ['postgres', 'offers no TLS', ending(postgres, 'N'), 'unimplemented', 'says "N"'],
    [
      'postgres',
      'does not serve',
      ending(postgres, 'E\0\0\0\x20SFATAL\0Mtoo many clients\0\0'),
      'unexpected_answer',
      'too many clients',
    ],
    ['postgres', 'is of another protocol', ending(postgres, 'HTTP/1.1 400'), 'protocol_error', 'HTTP/1.1 400'],
    [
      'ldap',
      'knows no such operation',
      ending(ldap, ldapResult(2, 'unsupported')),
      'unimplemented',
      'result 2: unsupported',
    ],
    ['ldap', 'cannot now', ending(ldap, ldapResult(52, '')), 'unexpected_answer', 'result 52'],
    ['ldap', 'is of another protocol', ending(ldap, 'HTTP/1.1 400'), 'protocol_error', 'HTTP/1.1 400'],
    [
      'ldap',
      'answers something else',
      ending(ldap, Buffer.from('3005020101420000', 'hex')),
      'protocol_error',
      'does not speak LDAP',
    ],
    [
      'ldap',
      'breaks the rules of BER',
      ending(ldap, Buffer.from('3080', 'hex')),
      'protocol_error',
      'does not speak LDAP',
    ],
  ])('(%s) and %s', async (protocol, _what, plainText, reason, message) => {
    const { port, allClosed } = await startStartTlsServer(plainText);
    const failure = await failureFrom(ask(protocol, port));
    expect(failure).toMatchObject({ reason, message: expect.stringContaining(message), facts: { port } });
    await allClosed();
  });

  test('but hangs up is told as what it did not say', async () => {
    const { port } = await startFaultServer((socket) => void socket.end());
    expect(await failureFrom(ask('smtp', port))).toMatchObject({
      reason: 'unexpected_answer',
      message: 'the server ended the connection without the greeting of SMTP, got nothing',
    });
  });

  test('but agrees and then speaks no TLS is told so', async () => {
    const { port } = await startFaultServer((socket, heard) => {
      socket.write('+OK\r\n');
      void heard.then(() => socket.write('+OK\r\n', () => setTimeout(() => socket.write('+OK what else?\r\n'), 20)));
    });
    expect(await failureFrom(ask('pop3', port))).toMatchObject({
      reason: 'tls_protocol',
      message: expect.stringContaining('the server agreed to TLS and does not speak it'),
    });
  });

  test.each([
    ['smtp', ending(smtp, '220 go\r\n250 injected\r\n'), '250 injected'],
    ['postgres', ending(postgres, 'Sinjected'), 'injected'],
  ])('but goes on in plain text (%s) is not trusted', async (protocol, plainText, words) => {
    const { port } = await startStartTlsServer(plainText, identity);
    expect(await failureFrom(ask(protocol, port))).toMatchObject({
      reason: 'protocol_error',
      message: `the server went on in plain text after it agreed to TLS: ${words}`,
    });
  });
});

/** An ExtendedResponse (RFC 4511 §4.12). */
function ldapResult(code: number, diagnostic: string): Buffer {
  const text = Buffer.from(diagnostic);
  const result = Buffer.concat([Buffer.from([0x0a, 1, code, 4, 0, 4, text.length]), text]);
  const operation = Buffer.concat([Buffer.from([0x78, result.length]), result]);
  return Buffer.concat([Buffer.from([0x30, operation.length + 3, 2, 1, 1]), operation]);
}
