import type { AssertionOutcome } from './assertion-outcome.ts';
import type { Complaint } from './complaint.ts';

/** The phases of one attempt, each in ms; a phase that did not happen is absent. */
export interface Phases {
  readonly dns?: number;
  readonly connect?: number;
  readonly tls?: number;
  readonly send?: number;
  readonly wait?: number;
  readonly receive?: number;
}

export const phaseNames = [
  'dns',
  'connect',
  'tls',
  'send',
  'wait',
  'receive',
] as const satisfies readonly (keyof Phases)[];

/** One certificate of a chain (RFC 5280). Instants are epoch ms. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  /** DNS names and IP addresses of the subjectAltName extension. */
  readonly altNames: readonly string[];
  readonly validFromAt: number;
  readonly validToAt: number;
  readonly serialNumber: string;
  readonly fingerprint256: string;
  /** Only where the type of the service is about certificates, as are those that follow. */
  readonly key?: CertificateKey;
  /** By its name in the RFCs, such as `ecdsa-with-SHA256`; in dots where it has none here. */
  readonly signatureAlgorithm?: string;
}

/** The public key of a certificate. */
export interface CertificateKey {
  /** `rsa`, `ec`, `ed25519`, …; `unknown` for one that cannot be read. */
  readonly type: string;
  /** Bits; of the modulus for RSA. */
  readonly size?: number;
  /** `P-256`, or the name that OpenSSL has for it. */
  readonly curve?: string;
}

/** What a TLS handshake showed, also when its certificate did not verify. */
export interface TlsFacts {
  /** `TLSv1.2`, `TLSv1.3`, … */
  readonly protocol: string;
  readonly cipher: string;
  /** Whether the chain verified for the host; with `insecure: true` a healthy service may be unverified. */
  readonly verified: boolean;
  /** Leaf first. */
  readonly chain: readonly CertificateFacts[];
}

/** One redirect that was answered, in the order they came. */
export interface RedirectHop {
  readonly url: string;
  readonly statusCode: number;
  readonly location: string;
}

/** A value that can be written as JSON. */
export type Detail = string | number | boolean | null | readonly Detail[] | { readonly [key: string]: Detail };

/** What one attempt of any type of service showed. */
export interface Observation extends SharedFacts {
  /** The type of the service. */
  readonly type: string;
  /** Duration of the whole attempt, ms: first phase to last, over all redirects. */
  readonly responseTimeMs: number;
  readonly phases: Phases;
}

/** The facts that several types of service have, each where it applies. */
interface SharedFacts {
  /** What was seen, in a few words for people that a time can follow: `NOERROR with 2 answers`. */
  readonly summary?: string;
  /** True where the summary is a sentence of the target's own, which no time of ours follows. */
  readonly quoted?: true;
  /** The address that was connected to. */
  readonly address?: string;
  readonly port?: number;
  readonly tls?: TlsFacts;
  /** What is shown as proof when the verdict is not healthy: a decoded body, the text a server said. */
  readonly body?: string;
  /** True when the body went on beyond the limit and the rest was not read. */
  readonly bodyTruncated?: boolean;
  /** Bytes of the body after decompression. */
  readonly bodyBytes?: number;
  /** What the server said, up to the limit, where `expect` asked for it. */
  readonly answer?: string;
  readonly statusCode?: number;
  readonly statusText?: string;
  readonly httpVersion?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly redirects?: readonly RedirectHop[];
  /** Facts of this type of service alone, by the names its assertions have for them; instants are epoch ms, durations ms. */
  readonly details?: Readonly<Record<string, Detail>>;
  /** What an answer that is an error says of itself, on one line, e.g. the title of a problem+json (RFC 9457). */
  readonly problem?: string;
  /** How it was proven who asks, in a few words for people and without a secret: `basic: as ann`. */
  readonly proof?: string;
  /** Facts that only assertions see: never shown, kept or sent. */
  readonly unshown?: Readonly<Record<string, unknown>>;
  /** True where nothing was asked, so that the time it took says nothing. */
  readonly untimed?: true;
  /** Assertions that the probe itself judged, such as those of the steps of a flow; what fails is among the complaints. */
  readonly assertions?: readonly AssertionOutcome[];
  /** What the answer itself says is wrong. */
  readonly complaints?: readonly Complaint[];
}

export type StatusClass = 'informational' | 'success' | 'redirect' | 'client_error' | 'server_error';

/** What one HTTP attempt showed. Header names are lower case; repeated headers are joined with ", " (RFC 9110 §5.3). */
export interface HttpObservation extends Observation {
  readonly type: 'http';
  /** The URL that answered, after redirects, without userinfo. */
  readonly url: string;
  readonly method: string;
  readonly statusCode: number;
  readonly statusText: string;
  readonly statusClass: StatusClass;
  /** `1.0`, `1.1` or `2`. */
  readonly httpVersion: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType?: string;
  /** Bytes of the body as received, before decompression. */
  readonly wireBytes: number;
  readonly bodyBytes: number;
  /** The decoded text, up to the body limit. */
  readonly body: string;
  readonly bodyTruncated: boolean;
  readonly redirects: readonly RedirectHop[];
}

/** The facts that an attempt, also a failed one, could learn. */
export type PartialObservation = Partial<Omit<HttpObservation, 'type'>>;

/** The class of an HTTP status code (RFC 9110 §15). */
export function statusClassOf(statusCode: number): StatusClass {
  if (statusCode < 200) return 'informational';
  if (statusCode < 300) return 'success';
  if (statusCode < 400) return 'redirect';
  return statusCode < 500 ? 'client_error' : 'server_error';
}
