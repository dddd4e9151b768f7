import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { IssuedCertificate } from './certificates.ts';
import { executableOf } from './executables.ts';
import { type PeerCommand, type PeerProcess, startPeer } from './process.ts';

/** Starts a Redis that keeps nothing, on a free port of 127.0.0.1, with further arguments. */
export function startRedis(more: readonly string[] = []): Promise<PeerProcess> {
  return startPeer((port) => redisOn(['--port', `${port}`, ...more]));
}

/** Starts one that speaks TLS alone. */
export function startTlsRedis({ certFile, keyFile }: IssuedCertificate, authorityFile: string): Promise<PeerProcess> {
  const files = ['--tls-cert-file', certFile, '--tls-key-file', keyFile, '--tls-ca-cert-file', authorityFile];
  return startPeer((port) =>
    redisOn(['--port', '0', '--tls-port', `${port}`, '--tls-auth-clients', 'optional', ...files]),
  );
}

function redisOn(more: readonly string[]): PeerCommand {
  const common = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--tcp-backlog', '1'];
  return { command: executableOf('redis'), args: [...common, ...more] };
}

/** Starts a Redis and freezes it: the kernel accepts connections for it, and it answers none. */
export async function startFrozenRedis(): Promise<PeerProcess> {
  const redis = await startRedis();
  process.kill(redis.pid, 'SIGSTOP');
  return redis;
}

/** Starts a frozen Redis whose queue of connections is full, so that the kernel drops every further SYN: a black hole. */
export async function startBlackHole(): Promise<PeerProcess> {
  const redis = await startFrozenRedis();
  const queued: Socket[] = [];
  let isFull = false;
  while (!isFull) {
    const socket = connect({ host: '127.0.0.1', port: redis.port }).on('error', () => {});
    queued.push(socket);
    isFull = !(await connects(socket));
  }
  return {
    ...redis,
    async stop() {
      for (const socket of queued) socket.destroy();
      await redis.stop();
    },
  };
}

/** Whether the kernel takes the connection; on loopback it does so at once or not at all. */
async function connects(socket: Socket): Promise<boolean> {
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(300) });
    return true;
  } catch {
    return false;
  }
}
