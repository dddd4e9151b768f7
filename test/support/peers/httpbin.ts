import { executableOf } from './executables.ts';
import { startPeer } from './process.ts';

/** httpbin, served by gunicorn. */
export interface Httpbin {
  /** Without a trailing slash. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts httpbin on a free port of 127.0.0.1. */
export async function startHttpbin(): Promise<Httpbin> {
  const command = executableOf('httpbin');
  const { port, stop } = await startPeer((port) => ({
    command,
    args: [
      '-m',
      'gunicorn',
      '--threads',
      '16',
      '--graceful-timeout',
      '1',
      '--log-level',
      'warning',
      '--bind',
      `127.0.0.1:${port}`,
      'httpbin:app',
    ],
  }));
  return { url: `http://127.0.0.1:${port}`, stop };
}
