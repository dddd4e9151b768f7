import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { executableOf } from './executables.ts';

/**
 * Two network namespaces joined by a cable. In the near one, 192.0.2.2 and 2001:db8::2 are the far one, which begins to
 * answer only one echo request in a second after the first few; 192.0.2.9 takes every packet and says nothing; there is no
 * way to anywhere else.
 */
export interface TestNetwork {
  /** The program, with its arguments, that runs another in the near one. */
  readonly through: readonly string[];
  stop(): void;
}

/** Whether this process may make network namespaces: as root, and not in every container. */
export function mayMakeNetworks(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    startNetwork().stop();
    return true;
  } catch {
    return false;
  }
}

/** Makes a network; `hosts` is the hosts file that programs in the near one see. */
export function startNetwork({ hosts = '' }: { readonly hosts?: string } = {}): TestNetwork {
  const near = `svcmon-${process.pid}`;
  const far = `${near}-far`;
  const files = join('/etc/netns', near);
  const hadFolder = existsSync('/etc/netns');
  const stop = () => {
    for (const name of [near, far]) tryTo(() => ip('netns', 'delete', name));
    rmSync(hadFolder ? files : '/etc/netns', { recursive: true, force: true });
  };
  try {
    mkdirSync(files, { recursive: true });
    writeFileSync(join(files, 'hosts'), hosts);
    build(near, far);
  } catch (thrown) {
    stop();
    throw thrown;
  }
  return { stop, through: [executableOf('ip'), 'netns', 'exec', near] };
}

function build(near: string, far: string): void {
  for (const name of [near, far]) ip('netns', 'add', name);
  ip('link', 'add', 'cable', 'netns', near, 'type', 'veth', 'peer', 'name', 'cable', 'netns', far);
  for (const [name, host] of [
    [near, 1],
    [far, 2],
  ] as const) {
    const within = (...args: readonly string[]) => ip('-netns', name, ...args);
    within('address', 'add', `192.0.2.${host}/24`, 'dev', 'cable');
    // Without waiting whether another has the address.
    within('address', 'add', `2001:db8::${host}/64`, 'dev', 'cable', 'nodad');
    within('link', 'set', 'lo', 'up');
    within('link', 'set', 'cable', 'up');
  }
  ip('-netns', near, 'neighbour', 'add', '192.0.2.9', 'lladdr', '02:00:00:00:00:09', 'dev', 'cable');
  // icmp(7): replies to echo requests are limited like errors then.
  for (const setting of ['icmp_ratemask=1', 'icmp_ratelimit=1000']) {
    ip('netns', 'exec', far, 'sysctl', '-q', '-w', `net.ipv4.${setting}`);
  }
}

function ip(...args: readonly string[]): void {
  execFileSync(executableOf('ip'), args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

function tryTo(work: () => void): void {
  try {
    work();
  } catch {
    // It was not there.
  }
}
