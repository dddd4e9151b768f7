// RFC 9113 §7.
const names = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
] as const;

/** An error code of HTTP/2 by its name (RFC 9113 §7). */
export type Http2CodeName = (typeof names)[number];

/** The name of an error code of HTTP/2, `code 99` for one without. */
export function http2CodeName(code: number): Http2CodeName | `code ${number}` {
  return names[code] ?? `code ${code}`;
}
