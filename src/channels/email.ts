import type { SMTPSentMessageInfo } from 'nodemailer/lib/smtp-transport';
import { z } from 'zod';
import { secretKey } from '../domain/secret.ts';
import { readAttachments } from './attachments.ts';
import { type Delivery, defineChannel } from './channel.ts';
import { emailMessage } from './email-message.ts';
import { failedMail, partlySentMail } from './smtp-failure.ts';

const address = z.string().regex(/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/, { error: 'expected an address: name@example.com' });

/** Sends mail by SMTP (RFC 5321), over TLS unless told otherwise. */
export const email = defineChannel({
  type: 'email',
  summary: 'Sends an e-mail through an SMTP server, over TLS.',
  options: z.strictObject({
    host: z.string().min(1).describe('The SMTP server.'),
    port: z.int().min(1).max(65_535).optional().describe('Its port: 587 unless told, or 465 with `tls: implicit`.'),
    tls: z
      .enum(['starttls', 'implicit', 'none'])
      .default('starttls')
      .describe('`starttls`: encrypted or not at all. `implicit`: encrypted from the start. `none`: in the clear.'),
    username: z.string().min(1).optional().describe('For the login, where the server wants one.'),
    password: secretKey().optional().describe('For the login.'),
    from: address.describe('Who sends: `svcmon@example.com` or `Service Monitor <svcmon@example.com>`.'),
    to: z.union([address, z.array(address).min(1)]).describe('Who receives: an address or a list of them.'),
    ca: z
      .string()
      .min(1)
      .optional()
      .describe('Certificates to trust, as PEM text: `${file:/etc/ssl/internal-ca.pem}`.'),
    insecure: z.boolean().default(false).describe("Go on although the server's certificate does not verify."),
  }),

  async send(notification, { from, to, ...server }, { signal }): Promise<Delivery> {
    const { createTransport } = await import('nodemailer');
    const transport = createTransport({ ...connection(server), disableFileAccess: true, disableUrlAccess: true });
    try {
      const { attached, missing } = await readAttachments(notification.files ?? []);
      const message = emailMessage(notification, { from, to: [to].flat(), notAttached: missing });
      const sent: SMTPSentMessageInfo = await transport.sendMail({ ...message, attachments: [...attached], signal });
      return partlySentMail(sent);
    } catch (thrown) {
      return failedMail(thrown);
    } finally {
      transport.close();
    }
  },
});

type Server = Omit<z.output<typeof email.options>, 'from' | 'to'>;

function connection({ host, port, tls, username, password, ca, insecure }: Server) {
  return {
    host,
    port: port ?? (tls === 'implicit' ? 465 : 587),
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    tls: { rejectUnauthorized: !insecure, ...(ca !== undefined && { ca }) },
    ...(username !== undefined && { auth: { user: username, pass: password?.reveal() ?? '' } }),
  };
}
