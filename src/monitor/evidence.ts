import type { Evidence } from '../domain/check-result.ts';
import type { CertificateFacts, Detail, PartialObservation, RedirectHop } from '../domain/observation.ts';
import { isSensitiveName, redactUrl } from '../domain/redaction.ts';
import type { CleanText } from './clean-text.ts';

const maxBodyBytes = 10_000;
// Enough for a secret that begins within what is shown and ends beyond it to be found whole.
const marginLength = 65_536;

/** What proves a verdict: at most 10 kB of the body, cut between characters, and the headers; undefined where there is neither. */
export function evidenceOf({ body, answer, headers }: PartialObservation, clean: CleanText): Evidence | undefined {
  const text = evidenceText(body ?? answer ?? '', clean);
  const names = Object.entries(headers ?? {});
  if (text === '' && names.length === 0) return undefined;
  return {
    ...(text !== '' && { body: text }),
    ...(names.length > 0 && {
      headers: Object.fromEntries(
        names.map(([name, value]) => [clean.line(name), isSensitiveName(name) ? '***' : clean.line(value)]),
      ),
    }),
  };
}

/** The beginning of a text from outside, redacted and plain: at most 10 kB, cut between characters. */
export function evidenceText(said: string, clean: Pick<CleanText, 'text'>): string {
  return cutToBytes(clean.text(said.slice(0, maxBodyBytes + marginLength)), maxBodyBytes);
}

/** The longest beginning of at most that many bytes of UTF-8, never with half a character. */
function cutToBytes(text: string, maxBytes: number): string {
  return text.slice(0, new TextEncoder().encodeInto(text, new Uint8Array(maxBytes)).read);
}

/**
 * What of an observation goes into its result: everything but body and headers, which only evidence shows, cut and
 * redacted. Results are kept and written; a thousand bodies would not be.
 */
export function shownFacts(observation: PartialObservation & { readonly type?: string }, clean: CleanText) {
  const {
    type: _type,
    body: _body,
    headers: _headers,
    complaints: _complaints,
    unshown: _unshown,
    problem: _problem,
    assertions: _assertions,
    untimed,
    quoted: _quoted,
    ...timed
  } = observation;
  const { responseTimeMs, ...facts } = timed;
  const { url, summary, statusText, contentType, answer, redirects, tls, details, proof } = facts;
  const shown: PartialObservation = {
    ...facts,
    ...(untimed === undefined && responseTimeMs !== undefined && { responseTimeMs }),
    ...(url !== undefined && { url: clean.line(redactUrl(url)) }),
    ...(statusText !== undefined && { statusText: clean.line(statusText) }),
    ...(contentType !== undefined && { contentType: clean.line(contentType) }),
    ...(summary !== undefined && { summary: clean.line(summary) }),
    ...(proof !== undefined && { proof: clean.line(proof) }),
    ...(answer !== undefined && { answer: clean.line(answer) }),
    ...(redirects !== undefined && { redirects: redirects.map((hop) => shownHop(hop, clean)) }),
    ...(details !== undefined && { details: shownDetails(details, clean) }),
    ...(tls !== undefined && { tls: { ...tls, chain: tls.chain.map((one) => shownCertificate(one, clean)) } }),
  };
  return shown;
}

function shownDetails(details: NonNullable<PartialObservation['details']>, clean: CleanText) {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [clean.line(name), shownDetail(value, clean)]),
  );
}

function shownDetail(value: Detail, clean: CleanText): Detail {
  if (typeof value === 'string') return clean.line(value);
  if (typeof value !== 'object' || value === null) return value;
  return isList(value) ? value.map((item) => shownDetail(item, clean)) : shownDetails(value, clean);
}

function isList(value: object): value is readonly Detail[] {
  return Array.isArray(value);
}

function shownHop({ url, statusCode, location }: RedirectHop, clean: CleanText): RedirectHop {
  return { url: clean.line(redactUrl(url)), statusCode, location: clean.line(redactUrl(location)) };
}

function shownCertificate(certificate: CertificateFacts, clean: CleanText): CertificateFacts {
  return {
    ...certificate,
    subject: clean.line(certificate.subject),
    issuer: clean.line(certificate.issuer),
    altNames: certificate.altNames.map(clean.line),
  };
}
