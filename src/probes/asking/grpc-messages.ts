// Five bytes before each message: whether it is compressed, and its length.
const prefixBytes = 5;

/** A message as it goes over the wire (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md), not compressed. */
export function framed(message: Uint8Array): Buffer {
  const prefix = Buffer.alloc(prefixBytes);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

/** The first message in what was received: its length once that is known, and the message once it is complete. */
export interface FirstMessage {
  readonly compressed: boolean;
  readonly length: number;
  readonly message: Buffer | undefined;
}

/** Looks for the first message; undefined before its length is there. */
export function firstMessageIn(received: Buffer): FirstMessage | undefined {
  if (received.length < prefixBytes) return undefined;
  const length = received.readUInt32BE(1);
  const end = prefixBytes + length;
  return {
    compressed: received[0] !== 0,
    length,
    message: received.length < end ? undefined : received.subarray(prefixBytes, end),
  };
}

/** `HealthCheckRequest { string service = 1; }` (https://github.com/grpc/grpc-proto/blob/master/grpc/health/v1/health.proto). */
export function healthCheckRequest(service: string): Buffer {
  const name = Buffer.from(service);
  if (name.length === 0) return name;
  return Buffer.concat([Buffer.from([0x0a, ...varint(name.length)]), name]);
}

const servingStatuses = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'] as const;

export type ServingStatus = (typeof servingStatuses)[number];

/** The status in `HealthCheckResponse { ServingStatus status = 1; }`; a number without a name is UNKNOWN. Undefined for what is no such message. */
export function servingStatusIn(message: Buffer): ServingStatus | undefined {
  let status = 0;
  let at = 0;
  while (at < message.length) {
    const tag = readVarint(message, at);
    const field = tag && readField(message, tag);
    if (field === undefined || field.end > message.length) return undefined;
    if (tag?.value === statusTag) status = field.value;
    at = field.end;
  }
  return servingStatuses[status] ?? 'UNKNOWN';
}

// Field 1, a varint (https://protobuf.dev/programming-guides/encoding/).
const statusTag = 0x08;

interface Read {
  readonly value: number;
  /** Where what follows begins. */
  readonly end: number;
}

/** A field whose tag was read, its value where that is a number; other fields are of later versions. */
function readField(message: Buffer, { value: tag, end }: Read): Read | undefined {
  switch (tag & 0x07) {
    case 0:
      return readVarint(message, end);
    case 1:
      return { value: 0, end: end + 8 };
    case 2: {
      const length = readVarint(message, end);
      return length && { value: 0, end: length.end + length.value };
    }
    case 5:
      return { value: 0, end: end + 4 };
    default:
      return undefined;
  }
}

const mostVarintBytes = 10;

function readVarint(message: Buffer, from: number): Read | undefined {
  let value = 0;
  for (let at = 0; at < mostVarintBytes; at += 1) {
    const byte = message[from + at];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return { value, end: from + at + 1 };
  }
  return undefined;
}

function varint(value: number): readonly number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}
