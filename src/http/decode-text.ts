import { TextDecoder } from 'node:util';
import type { Body } from './decode-body.ts';

const utf8 = 'utf-8';

/**
 * The text of a body: by its byte order mark, else by the charset of its Content-Type, else as UTF-8 (WHATWG Encoding).
 * A charset nobody knows counts as none; bytes that are no text become U+FFFD. Never throws.
 */
export function decodeText({ bytes, truncated }: Body, contentType: string | undefined): string {
  if (bytes.length === 0) return '';
  // A character cut in two by the limit is left out instead of becoming U+FFFD.
  return decoderFor(markOf(bytes) ?? charsetOf(contentType) ?? utf8).decode(bytes, { stream: truncated });
}

function markOf(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return utf8;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

function charsetOf(contentType: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType ?? '')?.[1];
}

function decoderFor(label: string): TextDecoder {
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder(utf8);
  }
}
