import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { executableOf } from './available.ts';
import { type PeerProcess, startPeer } from './process.ts';

const backlog = 1;

/** Starts a Redis that keeps nothing, on a free port of 127.0.0.1. */
export function startRedis(): Promise<PeerProcess> {
  const command = executableOf('redis');
  return startPeer((port) => ({
    command,
    args: ['--bind', '127.0.0.1', '--port', `${port}`, '--save', '', '--appendonly', 'no', '--tcp-backlog', `${backlog}`],
  }));
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
  // Linux queues one connection more than the backlog says.
  const queued = await Promise.all(Array.from({ length: backlog + 1 }, () => connected(redis.port)));
  return {
    ...redis,
    async stop() {
      for (const socket of queued) socket.destroy();
      await redis.stop();
    },
  };
}

async function connected(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port });
  await once(socket, 'connect');
  return socket.on('error', () => {});
}
