import type { CheckResult } from '../domain/check-result.ts';
import type {
  CertificateFacts,
  CertificateKey,
  Detail,
  PartialObservation,
  RedirectHop,
} from '../domain/observation.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import type { ServiceDocument } from './check-report-schema.ts';
import { instantOrNull, lineOrNull } from './machine-values.ts';
import { phasesDocument } from './phases-document.ts';
import { certificateDaysLeft, daysBetween } from './wording.ts';

type JsonValue = ServiceDocument['details'][string];

/** What the last attempt showed; headers and body stay out, since only the evidence is redacted. */
export function toObservationDocument(result: CheckResult) {
  const observation = result.observation ?? {};
  return {
    phases: observation.phases === undefined ? null : phasesDocument(observation.phases),
    address: lineOrNull(observation.address),
    port: observation.port ?? null,
    url: lineOrNull(observation.url),
    method: lineOrNull(observation.method),
    status_text: lineOrNull(observation.statusText),
    status_class: observation.statusClass ?? null,
    http_version: lineOrNull(observation.httpVersion),
    content: toContent(observation),
    redirects: (observation.redirects ?? []).map(toRedirect),
    tls: toTls(result),
    details: toDetails(observation.details ?? {}),
  } satisfies Partial<ServiceDocument>;
}

function toDetails(details: Readonly<Record<string, Detail>>): Record<string, JsonValue> {
  return Object.fromEntries(Object.entries(details).map(([name, value]) => [toPlainLine(name), toJsonValue(value)]));
}

function toJsonValue(value: Detail): JsonValue {
  if (typeof value === 'string') return toPlainLine(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object' || value === null) return value;
  return isList(value) ? value.map(toJsonValue) : toDetails(value);
}

function isList(value: object): value is readonly Detail[] {
  return Array.isArray(value);
}

function toContent({
  contentType,
  wireBytes,
  bodyBytes,
  bodyTruncated,
}: PartialObservation): ServiceDocument['content'] {
  if (contentType === undefined && wireBytes === undefined && bodyBytes === undefined) return null;
  return {
    type: lineOrNull(contentType),
    wire_bytes: wireBytes ?? null,
    body_bytes: bodyBytes ?? null,
    truncated: bodyTruncated ?? null,
  };
}

function toRedirect({ url, statusCode, location }: RedirectHop): ServiceDocument['redirects'][number] {
  return { url: toPlainLine(url), status_code: statusCode, location: toPlainLine(location) };
}

function toTls(result: CheckResult): ServiceDocument['tls'] {
  const tls = result.observation?.tls;
  if (tls === undefined) return null;
  return {
    protocol: toPlainLine(tls.protocol),
    cipher: toPlainLine(tls.cipher),
    verified: tls.verified,
    days_left: certificateDaysLeft(result) ?? null,
    chain: tls.chain.map((certificate) => toCertificate(certificate, result.startedAt)),
  };
}

function toCertificate(certificate: CertificateFacts, at: number) {
  return {
    subject: toPlainLine(certificate.subject),
    issuer: toPlainLine(certificate.issuer),
    alt_names: certificate.altNames.map(toPlainLine),
    valid_from: instantOrNull(certificate.validFromAt),
    valid_to: instantOrNull(certificate.validToAt),
    days_left: daysBetween(at, certificate.validToAt) ?? null,
    serial_number: toPlainLine(certificate.serialNumber),
    fingerprint_sha256: toPlainLine(certificate.fingerprint256),
    key: certificate.key === undefined ? null : toKey(certificate.key),
    signature_algorithm: lineOrNull(certificate.signatureAlgorithm),
  };
}

function toKey({ type, size, curve }: CertificateKey) {
  return { type: toPlainLine(type), size: size ?? null, curve: lineOrNull(curve) };
}
