import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** What is connected to a server. */
export interface Connections {
  /** Takes no further connection, ends at once those on which nothing is answered, and each other one when that is done. */
  drain(): void;
}

/** Follows what is connected to a server that does not listen yet. */
export function followConnections(server: Server): Connections {
  const answering = new Map<Socket, Set<ServerResponse>>();
  let isDraining = false;
  server.on('connection', (socket) => {
    // Node itself takes one that has sent nothing, or half a head, for busy.
    if (isDraining) socket.destroy();
    answering.set(socket, new Set());
    socket.once('close', () => answering.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    const open = answering.get(socket);
    open?.add(response);
    response.once('close', () => {
      open?.delete(response);
      if (isDraining && open?.size === 0) socket.destroySoon();
    });
  });
  return {
    drain() {
      isDraining = true;
      for (const [socket, open] of answering) {
        if (open.size === 0 || [...open].some(isStalledStream)) socket.destroy();
      }
    },
  };
}

/** A stream of events whose reader does not take what is there: it would never come to its end. */
function isStalledStream(response: ServerResponse): boolean {
  const type = String(response.getHeader('content-type'));
  return type.startsWith('text/event-stream') && response.writableLength > 0;
}
