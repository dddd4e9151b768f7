import { execFile } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createAuthority } from './certificates.ts';
import { executableOf } from './executables.ts';
import { type PeerProcess, startPeer } from './process.ts';
import { startTogether } from './together.ts';
import { handOver, unprivileged, unprivilegedFolder } from './unprivileged.ts';

/** A MariaDB server with TLS on a free port of 127.0.0.1. */
export interface MariadbPeer extends PeerProcess {
  /** Signed the server's certificate, which is for 127.0.0.1. */
  readonly authorityFile: string;
}

const run = promisify(execFile);

/**
 * Starts a server with the database `shop`, whose table `orders` has three rows, and the users `watcher` (password
 * `watcher-secret`), who may do anything in it, `boss` (`boss-secret`), who may do anything, `strict` (`strict-secret`), who
 * must use TLS, and `guest` (no password), of whom neither may use a database.
 */
export function startMariadb(): Promise<MariadbPeer> {
  return startTogether(async (keep) => {
    const command = executableOf('mariadbd');
    const { folder } = await keep(unprivilegedFolder());
    const authority = await createAuthority(folder, 'authority');
    const { certFile, keyFile } = await authority.issue({ name: 'server' });
    await handOver(keyFile);
    const data = join(folder, 'data');
    const setUpFile = join(folder, 'set-up.sql');
    await writeFile(setUpFile, setUp);
    await chmod(setUpFile, 0o644);
    await initialise(folder, data);
    const peer = await keep(
      startPeer((port) =>
        unprivileged({
          command,
          args: [...argumentsFor({ folder, data, port, certFile, keyFile }), `--init-file=${setUpFile}`],
        }),
      ),
    );
    return { ...peer, authorityFile: authority.certFile };
  });
}

async function initialise(folder: string, data: string): Promise<void> {
  const args = ['--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db'];
  const install = unprivileged({ command: 'mariadb-install-db', args: [...args, ...small], cwd: folder });
  await run(install.command, [...install.args], { cwd: folder });
}

// As little memory and as few writes as it can do with.
const small = ['--innodb-buffer-pool-size=8M', '--innodb-log-file-size=4M', '--innodb-flush-log-at-trx-commit=0'];

interface Place {
  readonly folder: string;
  readonly data: string;
  readonly port: number;
  readonly certFile: string;
  readonly keyFile: string;
}

function argumentsFor({ folder, data, port, certFile, keyFile }: Place): readonly string[] {
  return [
    '--no-defaults',
    `--datadir=${data}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    `--socket=${join(folder, 'socket')}`,
    `--pid-file=${join(folder, 'pid')}`,
    '--performance-schema=off',
    `--ssl-cert=${certFile}`,
    `--ssl-key=${keyFile}`,
    ...small,
  ];
}

const setUp = `
SET NAMES utf8mb4;
CREATE DATABASE shop CHARACTER SET utf8mb4;
CREATE TABLE shop.orders (id INT, amount DECIMAL(10, 2), paid BOOLEAN, note TEXT, extra JSON, bits BIT(4), raw VARBINARY(8), day DATE, big BIGINT UNSIGNED);
INSERT INTO shop.orders VALUES (1, 9.50, true, 'first ✓', '{"vip": true}', b'101', x'ff00', '2026-01-02', 18446744073709551615), (2, 20, false, NULL, NULL, NULL, 'abc', NULL, 7), (3, 0.05, true, '', '[1]', b'0', NULL, NULL, NULL);
CREATE USER watcher@'127.0.0.1' IDENTIFIED BY 'watcher-secret';
CREATE USER guest@'127.0.0.1';
CREATE USER strict@'127.0.0.1' IDENTIFIED BY 'strict-secret' REQUIRE SSL;
CREATE USER boss@'127.0.0.1' IDENTIFIED BY 'boss-secret';
GRANT ALL ON *.* TO boss@'127.0.0.1';
GRANT ALL ON shop.* TO watcher@'127.0.0.1';
FLUSH PRIVILEGES;
`;
