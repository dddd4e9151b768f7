import type { Socket } from 'node:net';
import type { Attempt } from '../../http/attempt.ts';
import { closedEarly } from '../../http/failure.ts';
import { brokenOff } from './broken-off.ts';

/** Sends over a connection, and resolves when the system has taken all of it. Rejects with a Failure. */
export function say(socket: Socket, what: string | Uint8Array, attempt: Attempt): Promise<void> {
  attempt.enter('send', 'sending');
  return attempt.run<void>((resolve, reject) => {
    if (socket.writable) socket.write(what, (error) => (error ? reject(brokenOff(error)) : resolve()));
    else reject(brokenOff(closedEarly));
    return () => socket.destroy();
  });
}
