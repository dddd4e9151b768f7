import { type CurlPart, option, type RawOptions, textIn } from './curl-part.ts';

/** Which HTTP is spoken; curl itself would choose HTTP/2 wherever a server offers it over TLS. */
export function curlVersion(options: RawOptions, { protocol }: URL): readonly CurlPart[] {
  const version = textIn(options, 'http_version') ?? '1.1';
  if (version === '2')
    return [option('--http2-prior-knowledge'), ...(protocol === 'https:' ? [{ note: olderCurl }] : [])];
  if (protocol !== 'https:') return [];
  return [option(version === 'auto' ? '--http2' : '--http1.1')];
}

const olderCurl = '--http2-prior-knowledge makes a curl older than 8.10 fall back to HTTP/1.1 over TLS';
