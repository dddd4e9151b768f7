import type { Failure } from '../../domain/failure.ts';
import type { Awaited } from './hearing.ts';
import { type Dialogue, notNow, notOf, notOffered } from './starttls-dialogue.ts';

/** XMPP: a stream whose features offer STARTTLS (RFC 6120 §5.4). */
export async function xmpp({ say, hear, serverName }: Dialogue): Promise<void> {
  await say(
    `<?xml version='1.0'?><stream:stream to='${escaped(serverName)}' version='1.0' xml:lang='en' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`,
  );
  // Only this prefix is in use (RFC 6120 §4.8.5).
  const said = await hear(element('the features of XMPP', /<stream:features\s*\/>|<\/stream:features>/g));
  const features = said.slice(Math.max(0, said.indexOf('<stream:features')));
  if (!features.includes('<starttls')) throw notOffered(features);
  await say("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
  const answer = await hear(
    element('an answer to STARTTLS', /<(?:proceed|failure)\b[^>]*\/>|<\/(?:proceed|failure)>/g),
  );
  if (!answer.includes('<proceed')) throw notOffered(answer);
}

/** Everything up to the end of the element. */
function element(what: string, end: RegExp): Awaited<string> {
  return {
    what,
    find(text, from): { readonly value: string; readonly end: number } | Failure | undefined {
      const said = text.slice(from).trimStart();
      if (said !== '' && !said.startsWith('<')) return notOf('XMPP', said);
      const error = streamError(said);
      if (error !== undefined) return notNow(error);
      end.lastIndex = from;
      const found = end.exec(text);
      return found === null ? undefined : { value: text.slice(from, end.lastIndex), end: end.lastIndex };
    },
  };
}

/** A condition and, where there is one, a text for people: `host-unknown: no such host` (RFC 6120 §4.9.2). */
function streamError(said: string): string | undefined {
  const begin = said.indexOf('<stream:error');
  const end = said.indexOf('</stream:error>', begin);
  if (begin < 0 || end < 0) return undefined;
  const error = said.slice(begin, end);
  const [, condition = error] = /^<stream:error[^>]*>\s*<([\w-]+)/.exec(error) ?? [];
  const [, text] = /<text\b[^>]*>([^<]+)/.exec(error) ?? [];
  return text === undefined ? condition : `${condition}: ${text}`;
}

function escaped(text: string): string {
  return text.replace(/[&<>'"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
