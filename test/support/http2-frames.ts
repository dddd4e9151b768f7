import { afterRequest } from './faults.ts';

/** One frame of HTTP/2 (RFC 9113 §4.1). */
function frame(type: number, flags: number, stream: number, payload: Uint8Array = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

const endStream = 1;
const endHeaders = 4;

/** A field that is put in no table (RFC 7541 §6.2.2); name and value of at most 126 characters. */
export function field(name: string, value: string): Buffer {
  return Buffer.from(`\0${String.fromCharCode(name.length)}${name}${String.fromCharCode(value.length)}${value}`);
}

/** `:status: 200`, from the static table. */
export const ok = Buffer.from([0x88]);

/** The frames by which a server answers the first request of a connection. */
export const frames = {
  settings: frame(4, 0, 0),
  /** What the client's own SETTINGS are answered with. */
  acknowledgement: frame(4, 1, 0),
  ping: frame(6, 0, 0, Buffer.alloc(8)),
  headers: (...fields: readonly Uint8Array[]) => frame(1, endHeaders, 1, Buffer.concat(fields)),
  unfinishedHeaders: (...fields: readonly Uint8Array[]) => frame(1, 0, 1, Buffer.concat(fields)),
  continuation: (...fields: readonly Uint8Array[]) => frame(9, 0, 1, Buffer.concat(fields)),
  lastContinuation: frame(9, endHeaders, 1),
  trailers: (...fields: readonly Uint8Array[]) => frame(1, endHeaders | endStream, 1, Buffer.concat(fields)),
  data: (text: string) => frame(0, 0, 1, Buffer.from(text)),
  lastData: (text: string) => frame(0, endStream, 1, Buffer.from(text)),
  reset: (code: number) => frame(3, 0, 1, uint32(code)),
  goAway: (lastStream: number, code: number) => frame(7, 0, 0, Buffer.concat([uint32(lastStream), uint32(code)])),
  push: frame(5, endHeaders, 1, Buffer.concat([uint32(2), Buffer.from([0x82, 0x84, 0x86]), field(':authority', 'x')])),
};

/** Answers a request with these frames, after what a connection begins with, and keeps the connection. */
export function sending(...parts: readonly Uint8Array[]) {
  return afterRequest((socket) => socket.write(Buffer.concat([frames.settings, frames.acknowledgement, ...parts])));
}

/** The same, and closes the connection. */
export function sendingLast(...parts: readonly Uint8Array[]) {
  return afterRequest((socket) => socket.end(Buffer.concat([frames.settings, frames.acknowledgement, ...parts])));
}
