import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createAuthority, type IssuedCertificate } from './certificates.ts';
import { executableOf } from './executables.ts';
import { type PeerCommand, type PeerProcess, startPeer } from './process.ts';
import { startTogether } from './together.ts';
import { handOver, unprivileged, unprivilegedFolder } from './unprivileged.ts';

/** A PostgreSQL server with TLS on a free port of 127.0.0.1. */
export interface PostgresPeer extends PeerProcess {
  /** Signed the server's certificate, which is for 127.0.0.1. */
  readonly authorityFile: string;
  /** What the server has written into its log. */
  log(): Promise<string>;
  /** Runs SQL as the superuser `owner` and resolves with what it answers, unaligned and without headings. */
  sql(text: string): Promise<string>;
}

/** The passwords of its users. */
const postgresPasswords = { owner: 'owner-secret', watcher: 'watcher-secret' } as const;

const run = promisify(execFile);

/**
 * Starts a server with the users `owner` and `watcher` (SCRAM), `legacy` (MD5), `guest` (no password) and `crowded` (not one connection), of whom each
 * has a database of its name but `watcher`, who has `shop` with a table `orders` of three rows.
 */
export function startPostgres(): Promise<PostgresPeer> {
  return startTogether(async (keep) => {
    const { folder } = await keep(unprivilegedFolder());
    const programs = dirname(executableOf('postgres'));
    const { certFile, keyFile, authorityFile } = await certificateIn(folder);
    const data = join(folder, 'data');
    await initialise(folder, data, programs);
    const args = argumentsOf({ data, certFile, keyFile });
    const peer = await keep(
      startPeer((port) =>
        unprivileged({ command: join(programs, 'postgres'), args: [...args, '-p', `${port}`], cwd: folder }),
      ),
    );
    const sql = sqlOver(join(programs, 'psql'), peer.port);
    await whenReady(() => sql(setUp));
    return { ...peer, authorityFile, log: () => readFile(join(data, 'log', 'server.log'), 'utf8'), sql };
  });
}

interface DataAndCertificate extends IssuedCertificate {
  readonly data: string;
}

function argumentsOf({ data, certFile, keyFile }: DataAndCertificate): readonly string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    shared_buffers: '1MB',
    ssl: 'on',
    ssl_cert_file: certFile,
    ssl_key_file: keyFile,
    logging_collector: 'on',
    log_filename: 'server.log',
  };
  return ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

async function certificateIn(folder: string) {
  const authority = await createAuthority(folder, 'authority');
  const issued = await authority.issue({ name: 'server' });
  await Promise.all([handOver(issued.certFile), handOver(issued.keyFile)]);
  return { ...issued, authorityFile: authority.certFile };
}

async function initialise(folder: string, data: string, programs: string): Promise<void> {
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, postgresPasswords.owner);
  await handOver(passwordFile);
  const args = ['-D', data, '-U', 'owner', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
  const settings = ['--no-sync', '--locale=C', '-E', 'UTF8'];
  await runToEnd(unprivileged({ command: join(programs, 'initdb'), args: [...args, ...settings], cwd: folder }));
  const rules = ['host all legacy all md5', 'host all guest,crowded all trust', 'host all all all scram-sha-256'];
  await writeFile(join(data, 'pg_hba.conf'), `${rules.join('\n')}\n`);
}

async function runToEnd({ command, args, cwd }: PeerCommand): Promise<void> {
  await run(command, [...args], { cwd });
}

const setUp = `
SET password_encryption = 'scram-sha-256';
CREATE ROLE watcher LOGIN PASSWORD '${postgresPasswords.watcher}';
CREATE ROLE guest LOGIN;
CREATE ROLE crowded LOGIN CONNECTION LIMIT 0;
SET password_encryption = 'md5';
CREATE ROLE legacy LOGIN PASSWORD 'legacy-secret';
CREATE DATABASE owner;
CREATE DATABASE shop OWNER watcher;
CREATE DATABASE guest;
CREATE DATABASE crowded;
CREATE DATABASE legacy;
\\c shop
CREATE TABLE orders (id int, amount numeric(10, 2), paid boolean, note text, extra jsonb);
INSERT INTO orders VALUES (1, 9.50, true, 'first', '{"vip": true}'), (2, 20, false, NULL, NULL), (3, 0.05, true, '', '[1]');
ALTER TABLE orders OWNER TO watcher;
`;

function sqlOver(psql: string, port: number) {
  return async (text: string): Promise<string> => {
    const args = ['-h', '127.0.0.1', '-p', `${port}`, '-U', 'owner', '-d', 'postgres', '-Atq', '-v', 'ON_ERROR_STOP=1'];
    const child = run(psql, args, { env: { ...process.env, PGPASSWORD: postgresPasswords.owner } });
    child.child.stdin?.end(text);
    return (await child).stdout.trim();
  };
}

/** It accepts connections before it takes them. */
async function whenReady(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (tries === 50) throw error;
      await delay(100);
    }
  }
}
