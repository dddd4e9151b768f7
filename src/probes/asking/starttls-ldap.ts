import { Failure } from '../../domain/failure.ts';
import { type Element, elementsIn, readElement } from './ber.ts';
import type { Awaited } from './hearing.ts';
import { type Dialogue, notNow, notOf, notOffered } from './starttls-dialogue.ts';

// Message 1, an extended request of the name 1.3.6.1.4.1.1466.20037 (RFC 4511 §4.12, §4.14.1).
const request = Buffer.concat([
  Buffer.from('301d02010177188016', 'hex'),
  Buffer.from('1.3.6.1.4.1.1466.20037', 'latin1'),
]);

const extendedResponse = 0x78;

/** LDAP: the StartTLS extended operation (RFC 4511 §4.14). */
export async function ldap({ say, hear }: Dialogue): Promise<void> {
  await say(request);
  const { code, diagnostic } = await hear(response);
  const words = `result ${code}${diagnostic === '' ? '' : `: ${diagnostic}`}`;
  // Busy, unavailable (RFC 4511 appendix A.2).
  if (code === 51 || code === 52) throw notNow(words);
  if (code !== 0) throw notOffered(words);
}

interface Response {
  readonly code: number;
  readonly diagnostic: string;
}

const response: Awaited<Response> = {
  what: 'an answer to StartTLS',
  find(text, from) {
    const bytes = Buffer.from(text.slice(from), 'latin1');
    try {
      const message = readElement(bytes);
      if (message === undefined)
        return bytes.length > 0 && bytes[0] !== 0x30 ? notOf('LDAP', text.slice(from)) : undefined;
      const value = responseIn(message);
      return value === undefined ? notOf('LDAP', text.slice(from)) : { value, end: from + message.end };
    } catch (error) {
      if (error instanceof Failure || !(error instanceof RangeError)) throw error;
      return notOf('LDAP', text.slice(from));
    }
  },
};

/** LDAPMessage: its number, then an ExtendedResponse of a result code, a name and a text for people. */
function responseIn({ tag, content }: Element): Response | undefined {
  if (tag !== 0x30) return undefined;
  const [, operation] = elementsIn(content);
  if (operation?.tag !== extendedResponse) return undefined;
  const [result, , diagnostic] = elementsIn(operation.content);
  if (result?.tag !== 0x0a || result.content.length !== 1) return undefined;
  return { code: result.content[0] ?? 0, diagnostic: diagnostic?.content.toString('latin1') ?? '' };
}
