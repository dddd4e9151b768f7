import type { Socket } from 'node:net';
import type { Fault } from './fault-server.ts';

/** Waits for a request, then does this to the connection. */
export function afterRequest(act: (socket: Socket) => void): Fault {
  return (socket, heard) => {
    void heard.then(() => act(socket));
  };
}

/** Says the text, then one letter every 20 ms without end. */
export function dripping(text: string): Fault {
  return afterRequest((socket) => {
    socket.write(text);
    const drip = setInterval(() => socket.write('x'), 20);
    socket.on('close', () => clearInterval(drip));
  });
}

/** Says the text, then the bytes again and again, as fast as they are taken. */
export function endless(text: string, bytes: Uint8Array): Fault {
  return afterRequest((socket) => {
    const pour = () => {
      while (!socket.destroyed && socket.write(bytes));
    };
    socket.on('drain', pour);
    socket.write(text);
    pour();
  });
}
