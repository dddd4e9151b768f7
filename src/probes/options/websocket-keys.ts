import { z } from 'zod';
import { redactUrl } from '../../domain/redaction.ts';
import { headerKeys } from '../../http/request-keys.ts';

/** The `url` key: normalised by the WHATWG URL standard, with ws or wss as its scheme and without a fragment (RFC 6455 §3). */
export function webSocketUrlKey() {
  return z.string().transform((text, context) => {
    const problem = urlProblem(text.trim());
    if (problem === undefined) return new URL(text.trim()).href;
    context.addIssue({ code: 'custom', message: problem, input: text });
    return z.NEVER;
  });
}

function urlProblem(text: string): string | undefined {
  const [, scheme] = /^([a-z][a-z\d+.-]*):\/\//i.exec(text) ?? [];
  if (scheme === undefined || !/^wss?$/i.test(scheme)) return `expected a ws or wss URL${suggestion(text)}`;
  if (!URL.canParse(text)) return 'expected a URL; this one has a malformed host or a port that is not from 1 to 65535';
  const { port, hash } = new URL(text);
  if (port === '0') return 'port 0 cannot be connected to';
  return hash === '' ? undefined : 'the URL of a WebSocket has no fragment (#…)';
}

function suggestion(text: string): string {
  const plain = /^(?:http|ws):/i.test(text);
  const meant = `${plain ? 'ws' : 'wss'}://${text.replace(/^(?:[a-z][a-z\d+.-]*:)?\/*/i, '')}`;
  return URL.canParse(meant) ? `: write ${redactUrl(meant)}` : '';
}

// RFC 6455 §4.1, and what says how the connection is used.
const ofTheHandshake = /^(?:sec-websocket-.*|connection|upgrade|host|content-length|transfer-encoding)$/i;

/** The `headers` key: those of the handshake, apart from the ones that make it one. */
export function handshakeHeaderKeys() {
  return headerKeys().superRefine((headers, context) => {
    for (const name of Object.keys(headers)) {
      if (!ofTheHandshake.test(name)) continue;
      context.addIssue({
        code: 'custom',
        path: [name],
        message: 'the handshake sends this header itself',
        input: name,
      });
    }
  });
}

/** The `subprotocols` key: different tokens (RFC 6455 §4.1), the preferred one first. */
export function subprotocolsKey() {
  const token = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, {
    error: 'expected the name of a subprotocol, such as graphql-transport-ws',
  });
  return z
    .array(token)
    .min(1)
    .max(20)
    .refine((names) => new Set(names).size === names.length, { error: 'each subprotocol is named once' });
}

/** The `origin` key: the scheme, host and port of a page (RFC 6454 §7), as browsers send it. */
export function originKey() {
  return z.string().refine((text) => URL.canParse(text) && new URL(text).origin === text, {
    error: 'expected an origin, such as https://shop.example',
  });
}
