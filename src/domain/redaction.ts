const mask = '***';
const sensitiveName =
  /authorization|cookie|token|secret|passw|passphrase|private[-_]?key$|api[-_]?key|apikey|signature|credential|webhook|session|^key$|^sig$/i;

/** Whether a header, query parameter or variable of this name is taken to hold a secret. */
export function isSensitiveName(name: string): boolean {
  return sensitiveName.test(name);
}

/** A copy of the headers in which the values of sensitive names are masked. */
export function redactHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, isSensitiveName(name) ? mask : value]),
  );
}

/** A URL, absolute or relative, without its userinfo and with the values of sensitive query and fragment parameters masked. */
export function redactUrl(text: string): string {
  return text
    .replace(/\/\/[^/?#\s]*@/, '//')
    .replace(/([?&#;])([^=&#;\s]+)=([^&#;\s]*)/g, (all, mark: string, name: string) =>
      isSensitiveName(name) ? `${mark}${name}=${mask}` : all,
    );
}

/** Masks the given secrets in a text, in the spellings they take on their way: plain, percent-encoded, as in a form, JSON-escaped and base64. */
export type Redact = (text: string) => string;

/**
 * Builds the Redact of one configuration. Secrets under four characters are left alone: masking them would garble every text.
 * `tokens` are secrets that only come up at run time; asked for at every text, they must be the same list while none came or went.
 */
export function createRedactor(secrets: Iterable<string>, tokens: () => readonly string[] = () => noTokens): Redact {
  const configured = [...secrets].flatMap(spellingsToMask);
  const spelled = new Map<string, readonly string[]>();
  let seen = noTokens;
  let redact = maskAll(configured);
  return (text) => {
    const current = tokens();
    if (current !== seen) {
      seen = current;
      redact = maskAll([...configured, ...spellingsOfTokens(current, spelled)]);
    }
    return redact(text);
  };
}

const noTokens: readonly string[] = [];

/** Their spellings; those of before are taken from where they are kept, which is then no more than is in the list. */
function spellingsOfTokens(tokens: readonly string[], kept: Map<string, readonly string[]>): readonly string[] {
  const spellings = tokens.map((token) => [token, kept.get(token) ?? spellingsToMask(token)] as const);
  kept.clear();
  for (const [token, own] of spellings) kept.set(token, own);
  return spellings.flatMap(([, own]) => own);
}

function maskAll(spellings: readonly string[]): Redact {
  const longestFirst = [...new Set(spellings)].sort((a, b) => b.length - a.length);
  // Nearly every text holds none of them, and looking for each in turn is dear where there are hundreds.
  const beginnings = new Set(longestFirst.map((secret) => beginningAt(secret, 0)));
  return (text) => {
    if (!holdsBeginning(text, beginnings)) return text;
    return maskCut(
      longestFirst.reduce((redacted, secret) => redacted.replaceAll(secret, mask), text),
      longestFirst,
    );
  };
}

const ellipsis = '…';
const leastOfCut = 12;

/** Masks what an ellipsis has left of a secret, from twelve characters on. */
function maskCut(text: string, secrets: readonly string[]): string {
  const pieces = text.split(ellipsis);
  return pieces.map((piece, at) => (at === pieces.length - 1 ? piece : maskEnd(piece, secrets))).join(ellipsis);
}

function maskEnd(piece: string, secrets: readonly string[]): string {
  for (const secret of secrets) {
    const start = secret.length > leastOfCut ? piece.lastIndexOf(secret.slice(0, leastOfCut)) : -1;
    if (start >= 0 && secret.startsWith(piece.slice(start))) return piece.slice(0, start) + mask;
  }
  return piece;
}

function spellingsToMask(secret: string): readonly string[] {
  return secret.length < 4 ? [] : spellingsOf(secret);
}

function spellingsOf(secret: string): readonly string[] {
  // Half a surrogate pair has no UTF-8: on its way it becomes U+FFFD.
  const sent = secret.replace(/\p{Surrogate}/gu, '\ufffd');
  const form = new URLSearchParams([['', sent]]).toString().slice(1);
  return [secret, sent, encodeURIComponent(sent), form, JSON.stringify(secret).slice(1, -1), base64(sent)];
}

const beginningLength = 4;

function holdsBeginning(text: string, beginnings: ReadonlySet<number>): boolean {
  for (let at = 0; at + beginningLength <= text.length; at += 1) {
    if (beginnings.has(beginningAt(text, at))) return true;
  }
  return false;
}

/** A number for the four characters at a place: the same for the same four. */
function beginningAt(text: string, at: number): number {
  let number = 0;
  for (let next = at; next < at + beginningLength; next += 1) {
    number = (Math.imul(number, 31) + text.charCodeAt(next)) & 0x3fffffff;
  }
  return number;
}

function base64(text: string): string {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return btoa(bytes);
}
