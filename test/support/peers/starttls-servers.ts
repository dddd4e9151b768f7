import { createAuthority } from './certificates.ts';
import { startDovecot } from './dovecot.ts';
import { startProsody } from './prosody.ts';
import { startSlapd } from './slapd.ts';
import { startTogether } from './together.ts';
import { handOver, unprivilegedFolder } from './unprivileged.ts';
import { startVsftpd } from './vsftpd.ts';

const dayMs = 86_400_000;

/** A protocol that begins in plain text, which is spoken by one of these servers. */
export type SpokenProtocol = 'imap' | 'pop3' | 'ftp' | 'xmpp' | 'ldap';

/** Servers of 127.0.0.1, by the protocol that they speak. */
export interface StartTlsServers {
  /** Where each offers TLS. */
  readonly offering: Readonly<Record<SpokenProtocol, number>>;
  /** Where each does not; XMPP does so for the host `plain.example` alone. */
  readonly plain: Readonly<Record<SpokenProtocol, number>>;
  /** Signed their certificate, which is for 127.0.0.1, was issued for 90 days and expires in 29. */
  readonly caFile: string;
}

/** Starts Dovecot, vsftpd, Prosody (which also serves `other.example`) and slapd, with TLS and without. */
export function startStartTlsServers(): Promise<StartTlsServers & { stop(): Promise<void> }> {
  return startTogether(async (keep) => {
    const { folder } = await keep(unprivilegedFolder());
    const authority = await createAuthority(folder, 'authority');
    const certificate = await authority.issue({ name: 'server', validFromAt: Date.now() - 61 * dayMs });
    await Promise.all([certificate.certFile, certificate.keyFile].map(handOver));
    const hosts = { withTls: ['127.0.0.1', 'other.example'], withoutTls: ['plain.example'] };
    const [mail, plainMail, ftp, plainFtp, ldap, plainLdap, { port: xmpp }] = await Promise.all([
      keep(startDovecot(folder, certificate)),
      keep(startDovecot(folder)),
      keep(startVsftpd(folder, certificate)),
      keep(startVsftpd(folder)),
      keep(startSlapd(folder, certificate)),
      keep(startSlapd(folder)),
      keep(startProsody(folder, certificate, hosts)),
    ]);
    return {
      offering: { imap: mail.imap, pop3: mail.pop3, ftp: ftp.port, xmpp, ldap: ldap.port },
      plain: { imap: plainMail.imap, pop3: plainMail.pop3, ftp: plainFtp.port, xmpp, ldap: plainLdap.port },
      caFile: authority.certFile,
    };
  });
}
