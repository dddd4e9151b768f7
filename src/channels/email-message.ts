import { type Notification, notifiedServices } from '../domain/notification.ts';
import { alertKeys, messageKey } from './alert-facts.ts';
import { digest } from './digest.ts';
import { escapeHtml, htmlRunbook } from './html.ts';
import { lookOf, messageSections, messageText, messageTitle } from './message.ts';

export interface EmailParties {
  readonly from: string;
  readonly to: readonly string[];
  /** The names of files that are too large to go with it, or gone. */
  readonly notAttached?: readonly string[];
}

const room = { maxLines: 100, maxLength: 60_000 };
const maxSubjectPoints = 200;

// A header of this many references stays below the 998 characters of a line.
const maxReferences = 12;

/**
 * A message as mail: plain text, and a small page that says the same. Its Message-ID is the same on every resend; by
 * References all mails about one trouble are one thread (RFC 5322 §3.6.4), though none of them is its beginning.
 */
export function emailMessage(notification: Notification, { from, to, notAttached = [] }: EmailParties) {
  const domain = /@([^\s@<>]+)>?$/.exec(from)?.[1] ?? 'svcmon';
  const references = alertKeys(notification).map((key) => `<svcmon.${digest(key)}@${domain}>`);
  const subject = messageTitle(notification, maxSubjectPoints);
  return {
    from,
    to: [...to],
    subject,
    text: `${subject}\n\n${messageText(notification, room)}\n${missingLine(notAttached)}`,
    html: page(subject, notification),
    messageId: `<svcmon.${messageKey(notification)}@${domain}>`,
    references: references.slice(0, maxReferences),
    date: new Date(notification.createdAt),
    // RFC 3834: nobody's holiday is to answer.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Svcmon-Services': String(notifiedServices(notification).length) },
    ...(lookOf(notification) === 'critical' && { priority: 'high' as const }),
  };
}

function missingLine(notAttached: readonly string[]): string {
  return notAttached.length === 0 ? '' : `\nNot attached, since too large or gone: ${notAttached.join(', ')}\n`;
}

const colors = { critical: '#d92d20', warning: '#b54708', info: '#175cd3', resolved: '#067647' } as const;

function page(subject: string, notification: Notification): string {
  const sections = messageSections(notification, { ...room, escape: escapeHtml, link: htmlRunbook });
  const parts = sections.map(({ title, lines }) => `<p><strong>${title}</strong><br>${lines.join('<br>')}</p>`);
  const heading = `<h3 style="color:${colors[lookOf(notification)]}">${escapeHtml(subject)}</h3>`;
  return `<div style="font-family:sans-serif">${[heading, ...parts].join('\n')}</div>`;
}
