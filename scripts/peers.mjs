// @ts-check
// The peers: programs this project did not write, which `test/peers` is run against.
// `node scripts/peers.mjs` prints the ones that are here, without installing anything.

import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const pythonPackages = '/usr/lib/python3/dist-packages';

/**
 * One program, where it is looked for, and the Debian packages that bring it.
 * @typedef {{ readonly name: string, readonly packages: readonly string[], readonly find: () => string | undefined }} Peer
 */

/** @type {readonly Peer[]} */
const peers = [
  {
    name: 'alertmanager',
    packages: ['prometheus-alertmanager'],
    find: () => findExecutable('prometheus-alertmanager'),
  },
  { name: 'chromium', packages: ['chromium'], find: () => findExecutable('chromium') },
  { name: 'dovecot', packages: ['dovecot-imapd', 'dovecot-pop3d'], find: findDovecot },
  { name: 'httpbin', packages: ['python3-httpbin', 'gunicorn', 'python3-brotli'], find: findHttpbin },
  { name: 'ip', packages: ['iproute2'], find: () => findExecutable('ip') },
  { name: 'knotd', packages: ['knot'], find: () => findExecutable('knotd') },
  { name: 'mariadbd', packages: ['mariadb-server'], find: () => findExecutable('mariadbd') },
  { name: 'mosquitto', packages: ['mosquitto'], find: () => findExecutable('mosquitto') },
  { name: 'nginx', packages: ['nginx-light'], find: () => findExecutable('nginx') },
  { name: 'openssl', packages: ['openssl'], find: () => findExecutable('openssl') },
  { name: 'ping', packages: ['iputils-ping'], find: () => findExecutable('ping') },
  {
    name: 'plugins',
    packages: ['monitoring-plugins-basic'],
    find: () => existing('/usr/lib/nagios/plugins/check_http'),
  },
  { name: 'postgres', packages: ['postgresql'], find: findPostgres },
  { name: 'promtool', packages: ['prometheus'], find: () => findExecutable('promtool') },
  { name: 'prosody', packages: ['prosody'], find: () => findExecutable('prosody') },
  { name: 'rabbitmq', packages: ['rabbitmq-server'], find: () => existing('/usr/lib/rabbitmq/bin/rabbitmq-server') },
  { name: 'redis', packages: ['redis-server'], find: () => findExecutable('redis-server') },
  { name: 'slapd', packages: ['slapd'], find: () => findExecutable('slapd') },
  { name: 'unbound', packages: ['unbound'], find: () => findExecutable('unbound') },
  { name: 'vsftpd', packages: ['vsftpd'], find: () => findExecutable('vsftpd') },
];

/**
 * Makes sure the peers are there: installs missing ones where Debian packages can be installed, else names them on stderr
 * with how to get them. Resolves with the environment that tells the tests which exist; rejects under CI when one is missing.
 * @returns {Promise<{ env: { SVCMON_PEERS: string } }>}
 */
export async function ensurePeers() {
  const missing = peers.filter(({ find }) => find() === undefined);
  if (missing.length > 0 && canInstall()) installPackages(missing.flatMap(({ packages }) => packages));

  const absent = missing.filter(({ find }) => find() === undefined);
  for (const { name, packages } of absent) {
    console.error(
      `peers: ${name} is not here, its suites are skipped; get it with: apt-get install ${packages.join(' ')}`,
    );
  }
  if (absent.length > 0 && process.env.CI === 'true') {
    throw new Error(`under CI every peer must be there; missing: ${absent.map(({ name }) => name).join(', ')}`);
  }
  return { env: { SVCMON_PEERS: presentPeers() } };
}

/**
 * The peers that are here as `name=executable`, joined by commas: the value of SVCMON_PEERS.
 * @returns {string}
 */
export function presentPeers() {
  return peers
    .map(({ name, find }) => [name, find()])
    .filter(([, executable]) => executable !== undefined)
    .map((pair) => pair.join('='))
    .join(',');
}

/** @param {string} path */
function existing(path) {
  return existsSync(path) ? path : undefined;
}

/** Each protocol is a package of its own. */
function findDovecot() {
  const isWhole = ['imap-login', 'pop3-login'].every((program) => existsSync(join('/usr/lib/dovecot', program)));
  return isWhole ? findExecutable('dovecot') : undefined;
}

/** Debian keeps each major version in a folder of its own. */
function findPostgres() {
  const versions = '/usr/lib/postgresql';
  const newest = existsSync(versions) ? readdirSync(versions).toSorted((a, b) => Number(b) - Number(a))[0] : undefined;
  return newest === undefined ? undefined : existing(join(versions, newest, 'bin', 'postgres'));
}

/**
 * The Python that can serve httpbin through gunicorn.
 * @returns {string | undefined}
 */
function findHttpbin() {
  const debian = ['httpbin', 'gunicorn', 'brotli.py'].every((name) => existsSync(join(pythonPackages, name)));
  if (debian && existsSync('/usr/bin/python3')) return '/usr/bin/python3';
  const python = findExecutable('python3');
  if (python === undefined) return undefined;
  try {
    execFileSync(python, ['-c', 'import brotli, gunicorn, httpbin'], { stdio: 'ignore' });
    return python;
  } catch {
    return undefined;
  }
}

/**
 * @param {string} name
 * @returns {string | undefined}
 */
function findExecutable(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/**
 * @param {string} path
 * @returns {boolean}
 */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function canInstall() {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && findExecutable('apt-get') !== undefined;
}

/**
 * Installs Debian packages and starts none of their services; says on stderr what failed instead of throwing.
 * @param {readonly string[]} packages
 */
function installPackages(packages) {
  console.error(`peers: installing ${packages.join(' ')}`);
  /** @type {import('node:child_process').ExecFileSyncOptions} */
  const options = {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
  };
  withoutStartingServices(() => {
    try {
      execFileSync('apt-get', ['update', '-q'], options);
      execFileSync('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...packages], options);
    } catch (error) {
      console.error(`peers: ${error instanceof Error ? error.message : error}`);
    }
  });
}

/**
 * invoke-rc.d(8) asks /usr/sbin/policy-rc.d first; 101 means "action forbidden by policy". One that exists already is left alone.
 * @param {() => void} work
 */
function withoutStartingServices(work) {
  const policy = '/usr/sbin/policy-rc.d';
  if (existsSync(policy)) return work();
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    work();
  } finally {
    rmSync(policy, { force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(presentPeers());
