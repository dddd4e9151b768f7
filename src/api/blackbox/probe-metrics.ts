import type { ResultResource } from '../resources/result.ts';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [value: number | null | undefined, labels?: Labels];

/**
 * A result in the names of blackbox_exporter (https://github.com/prometheus/blackbox_exporter/blob/master/prober), in the
 * text format of Prometheus. Times are in seconds; what is not known is left out.
 */
export function probeMetrics(result: ResultResource, type: string): string {
  const { phases, observation } = result;
  const seconds = (ms: number | null | undefined) => (ms === null || ms === undefined ? undefined : ms / 1_000);
  const dns = seconds(phases?.dns_ms);
  const lines = [
    gauge('probe_success', 'Displays whether or not the probe was a success', [[isSuccess(result) ? 1 : 0]]),
    gauge('probe_duration_seconds', 'Returns how long the probe took to complete in seconds', [
      [seconds(result.duration_ms)],
    ]),
    gauge('probe_dns_lookup_time_seconds', 'Returns the time taken for probe dns lookup in seconds', [[dns ?? 0]]),
    gauge('probe_ip_protocol', 'Specifies whether probe ip protocol is IP4 or IP6', [[protocolOf(observation)]]),
    ...(type === 'http' || type === 'websocket' ? httpMetrics(result) : []),
    ...(type === 'icmp' ? [phaseMetric('icmp', { resolve: dns ?? 0, rtt: seconds(phases?.wait_ms) })] : []),
    ...(type === 'dns' ? [phaseMetric('dns', { resolve: dns ?? 0, request: seconds(phases?.wait_ms) })] : []),
    ...tlsMetrics(observation?.tls),
  ];
  return lines.join('');
}

const successReasons = new Set(['ok', 'slow', 'certificate_expiring', 'regression']);

/** It answered as expected, however slowly. */
function isSuccess({ status, reason }: ResultResource): boolean {
  return status === 'healthy' || (status === 'degraded' && successReasons.has(reason));
}

function protocolOf(observation: ResultResource['observation']): number {
  if (observation?.address === null || observation?.address === undefined) return 0;
  return observation.address.includes(':') ? 6 : 4;
}

function httpMetrics({ phases, observation, status_code }: ResultResource): readonly string[] {
  const seconds = (ms: number | null | undefined) => (ms ?? 0) / 1_000;
  const times = {
    resolve: seconds(phases?.dns_ms),
    connect: seconds(phases?.connect_ms),
    tls: seconds(phases?.tls_ms),
    processing: seconds(phases?.send_ms) + seconds(phases?.wait_ms),
    transfer: seconds(phases?.receive_ms),
  };
  return [
    phaseMetric('http', times),
    gauge('probe_http_status_code', 'Response HTTP status code', [[status_code ?? 0]]),
    gauge('probe_http_redirects', 'The number of redirects', [[observation?.redirects.length ?? 0]]),
    gauge('probe_http_ssl', 'Indicates if SSL was used for the final redirect', [[observation?.tls ? 1 : 0]]),
    gauge('probe_http_version', 'Returns the version of HTTP of the probe response', [
      [Number(observation?.http_version ?? 0)],
    ]),
    gauge('probe_http_content_length', 'Length of http content response', [[observation?.content?.wire_bytes ?? -1]]),
    gauge('probe_http_uncompressed_body_length', 'Length of uncompressed response body', [
      [observation?.content?.body_bytes ?? 0],
    ]),
  ];
}

function tlsMetrics(tls: NonNullable<ResultResource['observation']>['tls'] | undefined): readonly string[] {
  if (tls === null || tls === undefined) return [];
  const ends = tls.chain.flatMap(({ valid_to }) => (valid_to === null ? [] : [Date.parse(valid_to) / 1_000]));
  const [leaf] = tls.chain;
  return [
    gauge('probe_ssl_earliest_cert_expiry', 'Returns last SSL chain expiry in unixtime', [
      [ends.length === 0 ? undefined : Math.min(...ends)],
    ]),
    gauge('probe_tls_version_info', 'Returns the TLS version used', [[1, { version: tls.protocol }]]),
    gauge('probe_ssl_last_chain_info', 'Contains SSL leaf certificate information', [
      [leaf === undefined ? undefined : 1, leafLabels(leaf)],
    ]),
  ];
}

function leafLabels(leaf: NonNullable<NonNullable<ResultResource['observation']>['tls']>['chain'][number] | undefined) {
  return {
    fingerprint_sha256: (leaf?.fingerprint_sha256 ?? '').replaceAll(':', '').toLowerCase(),
    issuer: leaf?.issuer ?? '',
    subject: leaf?.subject ?? '',
    subjectalternative: leaf?.alt_names.join(',') ?? '',
  };
}

function phaseMetric(kind: string, times: Readonly<Record<string, number | undefined>>): string {
  const samples = Object.entries(times).map(([phase, value]): Sample => [value, { phase }]);
  return gauge(`probe_${kind}_duration_seconds`, `Duration of the ${kind} probe by phase`, samples);
}

function gauge(name: string, help: string, samples: readonly Sample[]): string {
  const known = samples.flatMap(([value, labels = {}]) =>
    typeof value === 'number' && Number.isFinite(value) ? [`${name}${labelText(labels)} ${value}\n`] : [],
  );
  return known.length === 0 ? '' : `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${known.join('')}`;
}

function labelText(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
