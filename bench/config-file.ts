import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What the services of a benchmark ask, and how many there are. */
export interface BenchServices {
  readonly url: string;
  readonly caFile: string;
  readonly count: number;
  readonly maxWorkers: number;
}

/** What a monitor of a benchmark asks. */
export interface MonitoredServices extends Omit<BenchServices, 'maxWorkers'> {
  /** The `monitoring:` of the file. */
  readonly monitoring: Readonly<Record<string, unknown>>;
}

/** Writes a services.yaml of equal services; as JSON, which is YAML. Thresholds are out of reach: only faults are to fail. */
export async function writeConfig(file: string, { maxWorkers, ...services }: BenchServices): Promise<void> {
  const config = { services: servicesOf(services), monitoring: { max_workers: maxWorkers }, alerts };
  await writeFile(file, JSON.stringify(config, undefined, 1));
}

// A file of the configuration may have one mebibyte.
const servicesPerFile = 5_000;

/** The same for a monitor, whose services may be more than fit into one file: the others stand beside it. */
export async function writeServices(file: string, { monitoring, ...asked }: MonitoredServices): Promise<void> {
  const services = servicesOf(asked);
  for (let from = 0; from < services.length; from += servicesPerFile) {
    const part = { services: services.slice(from, from + servicesPerFile) };
    await writeFile(join(dirname(file), `part-${from}.yaml`), JSON.stringify(part));
  }
  await writeFile(file, JSON.stringify({ include: 'part-*.yaml', monitoring, alerts }));
}

/** The name of the service with that number. */
export function serviceName(at: number): string {
  return `service-${at}`;
}

const alerts = { thresholds: { response_time_warning: 50_000, response_time_critical: 60_000 } };

function servicesOf({ url, caFile, count }: Omit<BenchServices, 'maxWorkers'>) {
  const tls = url.startsWith('https:')
    ? { tls: { ca_file: caFile }, thresholds: { certificate_expiry_warning: 0 } }
    : {};
  return Array.from({ length: count }, (_, at) => ({ name: serviceName(at), url, expected_status: 200, ...tls }));
}
