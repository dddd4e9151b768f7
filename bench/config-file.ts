import { writeFile } from 'node:fs/promises';

/** What the services of a benchmark ask, and how many there are. */
export interface BenchServices {
  readonly url: string;
  readonly caFile: string;
  readonly count: number;
  readonly maxWorkers: number;
}

/** Writes a services.yaml of equal services; as JSON, which is YAML. Thresholds are out of reach: only faults are to fail. */
export async function writeConfig(file: string, { url, caFile, count, maxWorkers }: BenchServices): Promise<void> {
  const tls = url.startsWith('https:')
    ? { tls: { ca_file: caFile }, thresholds: { certificate_expiry_warning: 0 } }
    : {};
  const services = Array.from({ length: count }, (_, at) => ({
    name: `service-${at}`,
    url,
    expected_status: 200,
    ...tls,
  }));
  const thresholds = { response_time_warning: 50_000, response_time_critical: 60_000 };
  await writeFile(
    file,
    JSON.stringify({ services, monitoring: { max_workers: maxWorkers }, alerts: { thresholds } }, undefined, 1),
  );
}
