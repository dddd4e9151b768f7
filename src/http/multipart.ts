import { createHash } from 'node:crypto';

/** One field of a form; with a file name it is a file. */
export interface MultipartPart {
  readonly field: string;
  readonly content: string | Uint8Array;
  readonly contentType?: string;
  readonly fileName?: string;
}

/** The body of a form (multipart/form-data, RFC 7578). The boundary is made from the contents: asked again, it is the same body. */
export function multipartOf(parts: readonly MultipartPart[]): { readonly bytes: Buffer; readonly contentType: string } {
  const boundary = boundaryOf(parts);
  const pieces = parts.flatMap((part) => [`--${boundary}\r\n${headOf(part)}\r\n`, part.content, '\r\n']);
  const bytes = Buffer.concat([...pieces, `--${boundary}--\r\n`].map((piece) => Buffer.from(piece)));
  return { bytes, contentType: `multipart/form-data; boundary=${boundary}` };
}

/** To know it, a part would have to hold its own digest. */
function boundaryOf(parts: readonly MultipartPart[]): string {
  const hash = createHash('sha256');
  for (const { field, content } of parts) hash.update(field).update('\0').update(content).update('\0');
  return `svcmon-${hash.digest('hex').slice(0, 40)}`;
}

function headOf({ field, fileName, contentType }: MultipartPart): string {
  const file = fileName === undefined ? '' : `; filename="${escaped(fileName)}"`;
  const type = contentType === undefined ? '' : `Content-Type: ${contentType}\r\n`;
  return `Content-Disposition: form-data; name="${escaped(field)}"${file}\r\n${type}`;
}

/** As browsers do (https://html.spec.whatwg.org/#multipart-form-data). */
function escaped(name: string): string {
  return name.replace(/\r?\n|\r/g, '%0D%0A').replaceAll('"', '%22');
}
