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

interface NetworkFacts {
  /** Duration of the whole attempt, ms: first phase to last, over all redirects. */
  readonly responseTimeMs: number;
  readonly phases: Phases;
  /** The address that was connected to. */
  readonly address?: string;
  readonly port?: number;
  readonly tls?: TlsFacts;
}

export type StatusClass = 'informational' | 'success' | 'redirect' | 'client_error' | 'server_error';

/** What one HTTP attempt showed. Header names are lower case; repeated headers are joined with ", " (RFC 9110 §5.3). */
export interface HttpObservation extends NetworkFacts {
  readonly type: 'http';
  /** The URL that answered, after redirects, without userinfo. */
  readonly url: string;
  readonly method: string;
  readonly statusCode: number;
  readonly statusText: string;
  readonly statusClass: StatusClass;
  /** `1.0` or `1.1`. */
  readonly httpVersion: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType?: string;
  /** Bytes of the body as received, before decompression. */
  readonly wireBytes: number;
  /** Bytes of the body after decompression. */
  readonly bodyBytes: number;
  /** The decoded text, up to the body limit. */
  readonly body: string;
  /** True when the body went on beyond the limit and the rest was not read. */
  readonly bodyTruncated: boolean;
  readonly redirects: readonly RedirectHop[];
}

/** What one TCP attempt showed. */
export interface TcpObservation extends NetworkFacts {
  readonly type: 'tcp';
  /** What the server said, up to the limit, where `expect` asked for it. */
  readonly answer?: string;
}

/** The facts of one attempt, by probe type. */
export type Observation = HttpObservation | TcpObservation;

/** The facts that a failed attempt could still learn. */
export type PartialObservation = Partial<Omit<HttpObservation, 'type'>> & Partial<Omit<TcpObservation, 'type'>>;

/** The class of an HTTP status code (RFC 9110 §15). */
export function statusClassOf(statusCode: number): StatusClass {
  if (statusCode < 200) return 'informational';
  if (statusCode < 300) return 'success';
  if (statusCode < 400) return 'redirect';
  return statusCode < 500 ? 'client_error' : 'server_error';
}
