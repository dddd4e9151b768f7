import type { Notification, NotifiedService } from '../domain/notification.ts';
import { fitLines, othersTitle, serviceLine, signOf, subjectLine } from '../domain/notification-wording.ts';
import { toPlainLine, truncate } from '../domain/plain-text.ts';

/** How a message is to look: by its severity while it fires, and calm once it is over. */
export function lookOf({ state, severity }: Notification): 'critical' | 'warning' | 'info' | 'resolved' {
  return state === 'resolved' ? 'resolved' : severity;
}

/** The first line of a message, `🚨 Service Health Alert: …`; plain text of at most `maxPoints` code points. */
export function messageTitle(notification: Notification, maxPoints: number): string {
  return oneLine(`${signOf(notification)} ${subjectLine(notification)}`, maxPoints);
}

/** Text on one line, of at most `maxPoints` code points, without halves of surrogate pairs, which many services refuse. */
export function oneLine(text: string, maxPoints: number): string {
  return truncate(toPlainLine(text).replace(/\p{Surrogate}/gu, '\ufffd'), maxPoints);
}

/** How a destination marks up text, and how much of it it takes. */
export interface MessageStyle {
  readonly maxLines: number;
  /** UTF-16 units of all sections together, marked up; no code point has fewer units, and no unit more than three bytes in UTF-8. */
  readonly maxLength: number;
  /** Makes text from targets harmless; none where the destination reads no markup. */
  readonly escape?: (text: string) => string;
  /** A link to a runbook, or nothing where it has another place; the URL is http or https and made of ASCII. */
  readonly link?: (url: string) => string;
}

export interface MessageSection {
  readonly title: string;
  /** One service each, marked up; the last may be `and 180 more`. */
  readonly lines: readonly string[];
}

/** The body of a message in parts that fit the destination together. Every part has at least one of its lines. */
export function messageSections(notification: Notification, style: MessageStyle): readonly MessageSection[] {
  const { unhealthy, slow, others, sinceLastMessage, createdAt } = notification;
  const parts = [
    { title: 'Unhealthy Services', entries: entriesOf(unhealthy, createdAt) },
    { title: 'Slow Services', entries: entriesOf(slow, createdAt) },
    { title: othersTitle(notification), entries: entriesOf(others, createdAt) },
    { title: 'Since the Last Message', entries: sinceLastMessage === undefined ? [] : [{ text: sinceLastMessage }] },
  ].filter(({ entries }) => entries.length > 0);
  const share = Math.floor(style.maxLength / parts.length) - titleLength;
  return parts.map(({ title, entries }) => ({ title, lines: linesOf(entries, { ...style, maxLength: share }) }));
}

/** The body of a message as one text, each part under its title; never empty, since many services refuse that. */
export function messageText(
  notification: Notification,
  { heading = unchanged, ...style }: MessageStyle & { readonly heading?: (title: string) => string },
): string {
  const sections = messageSections(notification, style);
  if (sections.length === 0) return (style.escape ?? unchanged)(oneLine(subjectLine(notification), 100));
  return sections.map(({ title, lines }) => [heading(title), ...lines].join('\n')).join('\n\n');
}

const maxLinkLength = 500;

/** The address of a service's runbook, where it is one of the web; ASCII. */
export function runbookUrl({ runbook = '' }: Pick<NotifiedService, 'runbook'>): string | undefined {
  const url = URL.canParse(runbook) ? new URL(runbook) : undefined;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') return undefined;
  return url.href.length > maxLinkLength ? undefined : url.href;
}

// What a title, its markup, and the `and 180 more` at a part's end take at most.
const titleLength = 60;
const maxEntryPoints = 1_500;

interface Entry {
  readonly text: string;
  readonly runbook?: string;
}

function entriesOf(services: readonly NotifiedService[], nowAt: number): readonly Entry[] {
  return services.map((service) => {
    const runbook = runbookUrl(service);
    return { text: serviceLine(service, nowAt), ...(runbook !== undefined && { runbook }) };
  });
}

function linesOf(entries: readonly Entry[], style: MessageStyle): readonly string[] {
  const { maxLines, maxLength } = style;
  const maxLine = Math.floor(maxLength / Math.min(entries.length, 2)) - 1;
  return fitLines(
    entries.map((entry) => lineOf(entry, { ...style, maxLength: maxLine })),
    { maxLines, maxLength },
  );
}

function lineOf({ text, runbook }: Entry, style: MessageStyle): string {
  const { maxLength, escape: escapeText = unchanged, link = plainLink } = style;
  const linked = runbook === undefined ? '' : link(runbook);
  const end = linked === '' || linked.length > maxLength / 2 ? '' : ` · ${linked}`;
  return `• ${escapedWithin(text, { escapeText, maxLength: maxLength - end.length - 2 })}${end}`;
}

/** Cut before it is escaped, so that no escape sequence is cut in two. */
function escapedWithin(
  text: string,
  { escapeText, maxLength }: { readonly escapeText: (text: string) => string; readonly maxLength: number },
): string {
  let maxPoints = Math.min(maxLength, maxEntryPoints);
  let escaped = escapeText(oneLine(text, maxPoints));
  while (escaped.length > maxLength) {
    maxPoints = Math.floor(maxPoints * 0.8);
    escaped = escapeText(oneLine(text, maxPoints));
  }
  return escaped;
}

function unchanged(text: string): string {
  return text;
}

function plainLink(url: string): string {
  return `runbook: ${url}`;
}
