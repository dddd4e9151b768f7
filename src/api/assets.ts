import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** The files of the dashboard, as they are answered. */
export interface Assets {
  /** What a GET or HEAD is answered; undefined for a path that is neither a file nor a page. */
  find(request: AssetRequest): AssetAnswer | undefined;
}

export interface AssetRequest {
  /** Below the base path and as it came, such as `/assets/index-1a2b.js` or `/services/a%2Fb`; without the query. */
  readonly path: string;
  /** The header `Accept-Encoding`. */
  readonly encodings?: string | undefined;
  /** The header `If-None-Match`. */
  readonly known?: string | undefined;
}

export interface AssetAnswer {
  readonly status: 200 | 304;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty for a 304. */
  readonly body: Buffer;
}

/**
 * Reads the built dashboard once. What was read then is all that can be asked for: a path is looked up, never opened. Rejects
 * as Node does where the folder cannot be read.
 */
export async function openAssets({
  folder,
  basePath,
}: {
  readonly folder: string;
  /** Empty, or without a slash at its end. */
  readonly basePath: string;
}): Promise<Assets> {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const files = new Map(
    await Promise.all(
      names.map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        const name = path.slice(folder.length).split(sep).join('/').replace(/^\/*/, '/');
        return [name, await openFile(name, await readFile(path), basePath)] as const;
      }),
    ),
  );
  return {
    find({ path, encodings = '', known }) {
      const file = isPage.test(path) ? files.get(indexName) : path === indexName ? undefined : files.get(path);
      if (file === undefined) return undefined;
      const { headers, etag } = file;
      if (known !== undefined && sameTag(known, etag)) return { status: 304, headers, body: Buffer.alloc(0) };
      const isPacked = file.packed !== undefined && acceptsGzip(encodings);
      return isPacked
        ? { status: 200, headers: { ...headers, 'content-encoding': 'gzip' }, body: file.packed }
        : { status: 200, headers, body: file.plain };
    },
  };
}

const indexName = '/index.html';

// The pages that the dashboard has: every other path is nothing, whatever it looks like.
const isPage =
  /^\/(?:(?:incidents|reports|alerts|maintenance|deployments|system|status)?\/?|services\/[^/]+(?:\/edit)?\/?|incidents\/[^/]+\/?)$/;

interface OpenFile {
  readonly plain: Buffer;
  readonly packed: Buffer | undefined;
  readonly etag: string;
  readonly headers: Readonly<Record<string, string>>;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

// Nothing from elsewhere, nothing inline, no text that becomes markup, nobody's frame.
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const packedFromBytes = 1_024;
const pack = promisify(gzip);

async function openFile(name: string, content: Buffer, basePath: string): Promise<OpenFile> {
  const plain = name === indexName ? withBase(content, basePath) : content;
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  return {
    plain,
    packed: plain.length < packedFromBytes ? undefined : await pack(plain),
    etag,
    headers: {
      'content-type': types[extname(name)] ?? 'application/octet-stream',
      // A name in assets/ holds a hash of what is inside.
      'cache-control': name.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      'content-security-policy': policy,
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      etag,
      vary: 'Accept-Encoding',
    },
  };
}

/** Tells the page where it is: every address in it is relative to that. */
function withBase(content: Buffer, basePath: string): Buffer {
  const address = `${basePath}/`.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return Buffer.from(content.toString('utf8').replace('<base href="/" />', () => `<base href="${address}" />`));
}

function sameTag(known: string, etag: string): boolean {
  return known.split(',').some((one) => one.trim().replace(/^W\//, '') === etag || one.trim() === '*');
}

function acceptsGzip(encodings: string): boolean {
  return encodings.split(',').some((one) => /^\s*(?:gzip|\*)\s*(?:;\s*q=(?!0(?:\.0*)?\s*$).*)?$/i.test(one));
}
