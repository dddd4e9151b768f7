import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { executableOf } from './executables.ts';
import { type PeerProcess, startPeer } from './process.ts';

/** A zone that a name server answers for. */
export interface Zone {
  /** With its last dot. */
  readonly domain: string;
  /** The records as zone files write them, relative to the domain; undefined for a zone whose file is missing. */
  readonly records: readonly string[] | undefined;
  readonly signed?: boolean;
}

/** Starts Knot DNS with these zones, on UDP and TCP; its files live in the folder. */
export async function startKnot(folder: string, zones: readonly Zone[]): Promise<PeerProcess> {
  const command = executableOf('knotd');
  await mkdir(join(folder, 'database'), { recursive: true });
  for (const { domain, records } of zones) {
    if (records !== undefined) await writeFile(fileOf(folder, domain), zoneFile(domain, records));
  }
  return startPeer(async (port) => {
    const file = join(folder, 'knot.conf');
    await writeFile(file, configuration(folder, port, zones));
    return { command, args: ['-c', file] };
  });
}

function fileOf(folder: string, domain: string): string {
  return join(folder, `${domain}zone`);
}

function zoneFile(domain: string, records: readonly string[]): string {
  return [`$ORIGIN ${domain}`, '$TTL 300', ...records, ''].join('\n');
}

function configuration(folder: string, port: number, zones: readonly Zone[]): string {
  const blocks = zones.map(({ domain, signed = false }) => {
    const signing = signed ? 'dnssec-signing: on\n    dnssec-policy: quick' : 'dnssec-signing: off';
    return `  - domain: ${domain}\n    file: "${fileOf(folder, domain)}"\n    ${signing}`;
  });
  return `
server:
    rundir: "${folder}"
    listen: [ "127.0.0.1@${port}" ]
log:
  - target: stderr
    any: critical
database:
    storage: "${join(folder, 'database')}"
policy:
  - id: quick
    algorithm: ecdsap256sha256
    single-type-signing: on
template:
  - id: default
    storage: "${folder}"
    zonefile-sync: -1
    journal-content: none
zone:
${blocks.join('\n')}
`;
}
