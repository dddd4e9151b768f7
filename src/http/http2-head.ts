import type { OutgoingHttpHeaders } from 'node:http2';
import type { Exchange } from './exchange.ts';

// RFC 9113 §8.2.2; Host is the authority, and TE may only say that trailers are welcome.
const ofTheConnection = new Set([
  'connection',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
]);

/** The head of a request as HTTP/2 has it (RFC 9113 §8.3.1): names in lower case, nothing that HTTP/1.1 says of its connection. */
export function http2Head({ method, target, encrypted, headers }: Head): OutgoingHttpHeaders {
  const fields: Record<string, string> = {};
  let authority = '';
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const name = String(headers[index]).toLowerCase();
    // RFC 9113 §8.2.1: a value with blanks around it is malformed.
    const value = String(headers[index + 1]).trim();
    if (name === 'host') authority = value;
    else if (!ofTheConnection.has(name)) fields[name] = value;
    else if (name === 'te' && value.toLowerCase() === 'trailers') fields.te = 'trailers';
  }
  return {
    ':method': method,
    ':scheme': encrypted ? 'https' : 'http',
    ':authority': authority,
    ':path': target,
    ...fields,
  };
}

type Head = Pick<Exchange, 'method' | 'target' | 'encrypted' | 'headers'>;
