/** What is in a field: a scalar, packed scalars, or a message. */
type Content = 'text' | 'flag' | 'number' | 'double' | 'fixed64' | 'doubles' | 'fixed64s' | Message;

/** The fields of a message by their numbers; those with `[]` may be there several times. */
interface Message {
  readonly [field: number]: readonly [name: string, content: Content];
}

const any: Message = { 1: ['stringValue', 'text'], 2: ['boolValue', 'flag'], 4: ['doubleValue', 'double'] };
const attribute: Message = { 1: ['key', 'text'], 2: ['value', any] };
const instants: Message = { 2: ['startTimeUnixNano', 'fixed64'], 3: ['timeUnixNano', 'fixed64'] };
const numberPoint: Message = { ...instants, 4: ['asDouble', 'double'], 7: ['attributes[]', attribute] };
const histogramPoint: Message = {
  ...instants,
  4: ['count', 'fixed64'],
  5: ['sum', 'double'],
  6: ['bucketCounts', 'fixed64s'],
  7: ['explicitBounds', 'doubles'],
  9: ['attributes[]', attribute],
};
const kind: Message = { 2: ['aggregationTemporality', 'number'], 3: ['isMonotonic', 'flag'] };
const metric: Message = {
  1: ['name', 'text'],
  2: ['description', 'text'],
  3: ['unit', 'text'],
  5: ['gauge', { 1: ['dataPoints[]', numberPoint] }],
  7: ['sum', { ...kind, 1: ['dataPoints[]', numberPoint] }],
  9: ['histogram', { ...kind, 1: ['dataPoints[]', histogramPoint] }],
};
const scope: Message = { 1: ['name', 'text'], 2: ['version', 'text'] };
const request: Message = {
  1: [
    'resourceMetrics[]',
    {
      1: ['resource', { 1: ['attributes[]', attribute] }],
      2: ['scopeMetrics[]', { 1: ['scope', scope], 2: ['metrics[]', metric] }],
    },
  ],
};

/** An ExportMetricsServiceRequest of protobuf as its JSON form has it (https://github.com/open-telemetry/opentelemetry-proto). */
export function decodeExportRequest(bytes: Buffer): unknown {
  return decode(bytes, request);
}

function decode(bytes: Buffer, message: Message): Record<string, unknown> {
  const decoded: Record<string, unknown> = {};
  let at = 0;
  while (at < bytes.length) {
    const tag = varintAt(bytes, at);
    const wireType = tag.value & 7;
    const head = wireType === 1 ? { value: 8, end: tag.end } : varintAt(bytes, tag.end);
    at = wireType === 0 ? head.end : head.end + head.value;
    const [name, content] = message[tag.value >> 3] ?? [];
    if (name === undefined || content === undefined) continue;
    const shown = wireType === 0 ? shownNumber(head.value, content) : shownBytes(bytes.subarray(head.end, at), content);
    Object.assign(decoded, name.endsWith('[]') ? appended(decoded, name.slice(0, -2), shown) : { [name]: shown });
  }
  return decoded;
}

function appended(decoded: Readonly<Record<string, unknown>>, name: string, item: unknown) {
  const list = decoded[name];
  return { [name]: Array.isArray(list) ? [...list, item] : [item] };
}

function varintAt(bytes: Buffer, begin: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let at = begin, factor = 1; ; at += 1, factor *= 128) {
    const byte = bytes.readUInt8(at);
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return { value, end: at + 1 };
  }
}

function shownNumber(value: number, content: Content): unknown {
  return content === 'flag' ? value === 1 : value;
}

function shownBytes(bytes: Buffer, content: Content): unknown {
  const eights = Array.from({ length: bytes.length / 8 }, (_, index) => index * 8);
  if (content === 'text') return bytes.toString();
  if (content === 'double') return bytes.readDoubleLE();
  if (content === 'fixed64') return String(bytes.readBigUInt64LE());
  if (content === 'doubles') return eights.map((at) => bytes.readDoubleLE(at));
  if (content === 'fixed64s') return eights.map((at) => Number(bytes.readBigUInt64LE(at)));
  if (typeof content === 'string') throw new Error(`${content} is not written so`);
  return decode(bytes, content);
}
