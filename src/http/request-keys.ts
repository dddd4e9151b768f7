import { z } from 'zod';
import { redactUrl } from '../domain/redaction.ts';

const tokenForm = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** The `url` key: normalised by the WHATWG URL standard, with http or https as its scheme. */
export function httpUrlKey() {
  return z.string().transform((text, context) => {
    const problem = urlProblem(text.trim());
    if (problem === undefined) return new URL(text.trim()).href;
    context.addIssue({ code: 'custom', message: problem, input: text });
    return z.NEVER;
  });
}

/** What is wrong with a URL, with its mend; undefined when nothing is. */
function urlProblem(text: string): string | undefined {
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(text)) return `expected an absolute URL with its scheme${suggestion(text)}`;
  const scheme = text.slice(0, text.indexOf(':')).toLowerCase();
  if (scheme !== 'http' && scheme !== 'https') return `expected an http or https URL, got the scheme ${scheme}`;
  if (!URL.canParse(text)) return 'expected a URL; this one has a malformed host or a port that is not from 1 to 65535';
  return new URL(text).port === '0' ? 'port 0 cannot be connected to' : undefined;
}

function suggestion(text: string): string {
  const meant = `https://${text.replace(/^(?:https?:)?\/*/i, '')}`;
  return URL.canParse(meant) ? `: write ${redactUrl(meant)}` : '';
}

/** The `method` key: any token (RFC 9110 §9.1), in capitals. */
export function methodKey() {
  return z
    .string()
    .regex(tokenForm, { error: 'expected a method such as GET or POST' })
    .transform((method) => method.toUpperCase())
    .refine((method) => method !== 'CONNECT', { error: 'CONNECT makes a tunnel and cannot be asked' });
}

/** The `headers` key: names are tokens, values hold no line breaks or other controls (RFC 9110 §5). */
export function headerKeys() {
  const name = z.string().regex(tokenForm, { error: 'expected the name of a header field' });
  const value = z.union([z.string(), z.number(), z.boolean()]).transform(String);
  const clean = value.refine((text) => /^[\t\u0020-\u007e\u0080-\u00ff]*$/.test(text), {
    error: 'a header value holds no line breaks, control characters or characters beyond Latin-1',
  });
  return z.record(name, clean);
}
