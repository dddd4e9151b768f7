import type { ResolvedAddress } from './address.ts';
import type { Cookies } from './cookies.ts';
import type { MultipartPart } from './multipart.ts';
import type { PhaseLimits } from './phase-limits.ts';

/** How a TLS connection is made and what is trusted. File contents, not paths. */
export interface TlsSettings {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** SNI and the name the certificate is checked against, where it is not the URL's host. */
  readonly serverName?: string;
  readonly minVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  /** True: go on although the certificate does not verify. */
  readonly insecure?: boolean;
}

/** Which HTTP is spoken beside 1.1: HTTP/2 and nothing else, or over TLS what the server chooses of both. */
export type HttpVersion = '2' | 'auto';

/** One HTTP question. At most one of json, form, multipart and body. */
export interface HttpRequest {
  /** Absolute, http or https. */
  readonly url: string;
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly params?: Readonly<Record<string, string | number | boolean | readonly (string | number | boolean)[]>>;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string | number | boolean>>;
  /** Sent as multipart/form-data. */
  readonly multipart?: readonly MultipartPart[];
  readonly body?: string | Uint8Array;
  /** Shared with other requests of the same visit; without it, cookies live as long as the redirects of this one. */
  readonly cookies?: Cookies;
  /** How many redirects are followed; 0 by default. */
  readonly followRedirects?: number;
  /** Bytes of the body that are read, both on the wire and decoded; 1 MiB by default. */
  readonly maxBodyBytes?: number;
  /** `bytes`: the body of the answer is no text, and each character of it stands for one byte (ISO 8859-1). */
  readonly bodyAs?: 'bytes';
  readonly tls?: TlsSettings;
  /** `SCHEME://[user:password@]host:port` of http, https, socks5 or socks5h; no proxy without it, whatever the environment says. */
  readonly proxy?: string;
  /** What is reached without the proxy: names, `.domains`, addresses, ranges of them. */
  readonly noProxy?: readonly string[];
  /** Connected to instead of what the host of the URL resolves to; redirects to another origin are resolved. */
  readonly address?: ResolvedAddress;
  readonly ipFamily?: 4 | 6 | 'any';
  /** DNS server to ask, `address` or `address:port`; the system's without it. */
  readonly resolver?: string;
  /** HTTP/1.1 without it. */
  readonly httpVersion?: HttpVersion;
  /** What each phase may take; all of them together take no longer than the signal lets them. */
  readonly phaseLimits?: PhaseLimits;
  /** Ends the request: with a TimeoutError as its reason the Failure is `timeout`, else `interrupted`. */
  readonly signal: AbortSignal;
}
