import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll } from 'vitest';
import {
  type CheckDocument,
  checkReportSchema,
  type ServiceDocument,
} from '../../src/reporting/check-report-schema.ts';
import { projectRoot } from './project-root.ts';

/** The built program. */
export const bundle = join(projectRoot, 'dist', 'svcmon.js');

/** How one run of the program ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  /** Beside PATH and HOME; nothing else of our own environment is passed on. */
  readonly env?: Readonly<Record<string, string>>;
  /** A program, with its arguments, that runs it in circumstances of its own. */
  readonly through?: readonly string[];
  /** Called with the process as soon as it runs, to send it signals or close its streams. */
  readonly whileRunning?: (child: ChildProcess) => void;
}

/** A run of the program that should end is killed after this time, ms. */
const endWithinMs = 60_000;

/** Runs the built program to its end. */
export async function svcmon(
  args: readonly string[],
  { cwd, env, through = [], whileRunning }: RunOptions,
): Promise<Ended> {
  if (!existsSync(bundle)) throw new Error('dist/svcmon.js is missing: run `npm run build`');
  const [file = '', ...rest] = [...through, process.execPath, bundle, ...args];
  const child = spawn(file, rest, {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: endWithinMs,
    killSignal: 'SIGKILL',
  });
  const closed = once(child, 'close');
  whileRunning?.(child);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { exitCode: child.exitCode, stdout, stderr };
}

const folders: string[] = [];

/** A fresh folder; removed when the tests of the file have ended. */
export async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'svcmon-test-'));
  folders.push(folder);
  return folder;
}

// Registered before every hook of the file that imports this, so that it runs after them.
afterAll(async () => {
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
});

/** A service as services.yaml writes it. */
export type ServiceEntry = Readonly<Record<string, unknown>> & { readonly name: string };

/** A configuration whose thresholds no slow test machine trips over; written as JSON, which is YAML. */
export function configOf(services: readonly ServiceEntry[], more: Readonly<Record<string, unknown>> = {}): string {
  const alerts = { thresholds: { response_time_warning: 40_000, response_time_critical: 50_000 } };
  return JSON.stringify({ services, monitoring: { max_workers: 64 }, alerts, ...more }, undefined, 2);
}

/** What one `svcmon check -o json` said. */
export interface Checked extends Ended {
  readonly report: CheckDocument;
  /** The service of this name; throws where the report has none. */
  service(name: string): ServiceDocument;
}

/** Checks the services once in a fresh folder, without alerts; the report must have the form its schema promises. */
export async function checkServices(
  services: readonly ServiceEntry[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<Checked> {
  const cwd = await freshFolder();
  await writeFile(join(cwd, 'services.yaml'), configOf(services, more));
  return checked(await svcmon(['check', '-c', 'services.yaml', '-o', 'json', '--no-alerts'], { cwd }));
}

/** Reads the JSON report of a run; throws with what the run said where there is none. */
export function checked(ended: Ended): Checked {
  const report = checkReportSchema.parse(parseReport(ended));
  return {
    ...ended,
    report,
    service(name) {
      const found = report.services.find((service) => service.name === name);
      if (found === undefined) throw new Error(`the report has no service "${name}"`);
      return found;
    },
  };
}

function parseReport({ exitCode, stdout, stderr }: Ended): unknown {
  try {
    return JSON.parse(stdout);
  } catch (cause) {
    throw new Error(`no report; exit code ${exitCode}\n${stdout.slice(0, 1_000)}\n${stderr.slice(0, 4_000)}`, {
      cause,
    });
  }
}
