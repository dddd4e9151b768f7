import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { executableOf } from './executables.ts';
import { freePorts, startPeer } from './process.ts';

/** One server block without its `listen` directive. */
export interface NginxServer {
  /** What follows the address in `listen`, such as `ssl`. */
  readonly listen?: string;
  readonly directives: string;
}

/** A running nginx with the port of each of its servers. */
export interface Nginx<Name extends string> {
  readonly pid: number;
  readonly ports: Readonly<Record<Name, number>>;
  stop(): Promise<void>;
}

/** Starts nginx with one server block per name, each on a free port of 127.0.0.1; its files live in the folder. */
export async function startNginx<Name extends string>(
  folder: string,
  servers: Readonly<Record<Name, NginxServer>>,
): Promise<Nginx<Name>> {
  const command = executableOf('nginx');
  const names = Object.keys(servers) as Name[];
  let ports = {} as Record<Name, number>;
  await mkdir(folder, { recursive: true });

  const { pid, stop } = await startPeer(async (lastPort) => {
    // One more than is needed: the last port is free, too, and may be among them.
    const others = (await freePorts(names.length)).filter((port) => port !== lastPort).slice(0, names.length - 1);
    // The port that is waited for is the last one nginx opens.
    ports = Object.fromEntries(names.map((name, at) => [name, others[at] ?? lastPort])) as Record<Name, number>;
    const file = join(folder, 'nginx.conf');
    await writeFile(
      file,
      configuration(
        folder,
        names.map((name) => serverBlock(servers[name], ports[name])),
      ),
    );
    return { command, args: ['-c', file, '-p', folder, '-e', 'stderr'] };
  });
  return { pid, ports, stop };
}

function serverBlock({ listen = '', directives }: NginxServer, port: number): string {
  return `server { listen 127.0.0.1:${port} ${listen}; ${directives} }`;
}

function configuration(folder: string, servers: readonly string[]): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  return `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr crit;
events { worker_connections 10000; }
http {
  access_log off;
  server_names_hash_bucket_size 128;
  ${temporary.join('\n  ')}
  ${servers.join('\n  ')}
}
`;
}
