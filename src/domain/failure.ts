import type { PartialObservation } from './observation.ts';

/**
 * The closed list of reasons why a probe could not answer. `blame` says whose fault it proves:
 * `target` makes a run unhealthy, `monitor` makes it unknown, since we could not look.
 * `retry` says whether the same question may get another answer a moment later.
 */
export const failureReasons = {
  timeout: { blame: 'target', retry: true, means: 'no complete answer within the timeout' },
  dns_nxdomain: { blame: 'target', retry: false, means: 'the name does not exist' },
  dns_no_address: { blame: 'target', retry: false, means: 'the name exists but has no address of the wanted family' },
  dns_no_record: { blame: 'target', retry: false, means: 'the name has no record of the type that was asked for' },
  dns_servfail: {
    blame: 'target',
    retry: true,
    means: "the name's own zone gives no answer, or none that verifies, while others do",
  },
  connection_refused: { blame: 'target', retry: true, means: 'nothing listens on the port' },
  connection_reset: { blame: 'target', retry: true, means: 'the connection was closed before an answer' },
  host_unreachable: { blame: 'target', retry: true, means: 'no way to the host was found' },
  proxy_error: { blame: 'target', retry: true, means: 'the configured proxy refused the connection' },
  tls_expired: { blame: 'target', retry: false, means: 'a certificate of the chain has expired' },
  tls_not_yet_valid: { blame: 'target', retry: false, means: 'a certificate of the chain is not valid yet' },
  tls_self_signed: { blame: 'target', retry: false, means: 'the certificate is self-signed' },
  tls_untrusted: { blame: 'target', retry: false, means: 'the chain ends at an authority that is not trusted' },
  tls_incomplete_chain: {
    blame: 'target',
    retry: false,
    means: 'the server does not send its intermediate certificates',
  },
  tls_wrong_host: { blame: 'target', retry: false, means: 'the certificate is for other names' },
  tls_invalid_certificate: { blame: 'target', retry: false, means: 'the certificate breaks another rule' },
  tls_protocol: {
    blame: 'target',
    retry: false,
    means: 'no TLS version or cipher in common, or the port does not speak TLS',
  },
  tls_client_certificate: { blame: 'target', retry: false, means: 'the server wants a client certificate' },
  protocol_error: { blame: 'target', retry: true, means: 'the answer is not of the protocol that was spoken' },
  bad_response: {
    blame: 'target',
    retry: true,
    means: 'the answer breaks a limit of its protocol, such as the size of HTTP headers',
  },
  incomplete_body: { blame: 'target', retry: true, means: 'the body ended before its announced end' },
  decode_error: { blame: 'target', retry: true, means: 'the body does not decode as its Content-Encoding says' },
  body_too_large: { blame: 'target', retry: false, means: 'an assertion needs a body that is larger than the limit' },
  redirect_error: { blame: 'target', retry: false, means: 'a redirect that cannot or may not be followed' },
  unexpected_answer: { blame: 'target', retry: true, means: 'an answer other than the expected one' },
  auth_failed: { blame: 'target', retry: false, means: 'the credentials were refused, or no token was to be had' },
  dns_refused: { blame: 'target', retry: false, means: 'the DNS server refuses the question' },
  no_reply: { blame: 'target', retry: true, means: 'no echo request was answered' },
  service_unknown: { blame: 'target', retry: false, means: 'the server does not know the service that was asked for' },
  unimplemented: { blame: 'target', retry: false, means: 'the server does not offer what was asked of it' },
  query_failed: { blame: 'target', retry: true, means: 'the server refused the query or command' },
  dns_unavailable: { blame: 'monitor', retry: true, means: 'our own DNS resolver does not answer' },
  network_unreachable: { blame: 'monitor', retry: true, means: 'this machine has no route' },
  local_resource: { blame: 'monitor', retry: true, means: 'this machine ran out of sockets, files or memory' },
  config_file_unreadable: {
    blame: 'monitor',
    retry: false,
    means: 'a file named in the configuration cannot be read or used',
  },
  driver_missing: {
    blame: 'monitor',
    retry: false,
    means: 'an optional package that this type of service needs is not installed',
  },
  not_permitted: { blame: 'monitor', retry: false, means: 'this machine does not let svcmon ask in this way' },
  no_ping_yet: { blame: 'monitor', retry: false, means: 'a service that calls us has never done so' },
  not_listening: {
    blame: 'monitor',
    retry: false,
    means: 'svcmon does not listen to a service that calls us, or did not when its ping was due',
  },
  command_unusable: { blame: 'monitor', retry: false, means: 'the command cannot be run' },
  throttled: { blame: 'monitor', retry: false, means: "our own rate limit left no room within the run's time" },
  interrupted: { blame: 'monitor', retry: false, means: 'svcmon was stopped before the answer' },
  internal_error: { blame: 'monitor', retry: false, means: 'a defect in svcmon' },
} as const satisfies Record<string, { blame: 'target' | 'monitor'; retry: boolean; means: string }>;

export type FailureReason = keyof typeof failureReasons;

/** Why a probe rejected: a reason of the closed list, a sentence for people, and the facts learned until then. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly reason: FailureReason;
  /** What was learned before it failed: phases, address, status code, certificate chain. */
  readonly facts: PartialObservation;

  constructor(
    reason: FailureReason,
    message: string,
    { facts = {}, cause }: { readonly facts?: PartialObservation; readonly cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.reason = reason;
    this.facts = facts;
  }
}

/** Turns whatever was thrown into a Failure; what no edge has translated is a defect of ours: `internal_error`. */
export function toFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  const message =
    thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : 'something that is not an error was thrown';
  return new Failure('internal_error', message, { cause: thrown });
}
