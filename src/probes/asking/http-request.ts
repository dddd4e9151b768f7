import type { HttpRequest } from '../../http/client.ts';
import { readOptionFile } from '../../http/option-file.ts';
import type { TlsSettings } from '../../http/request.ts';
import type { HttpOptions } from '../options/http-options.ts';
import type { TlsKeys } from '../options/tls-keys.ts';
import type { OptionFile } from '../probe.ts';

/** The request that the options of an http service ask for, its files read; throws a Failure for one that cannot be. */
export function requestOf(options: HttpOptions, signal: AbortSignal): HttpRequest {
  const { url, method, ip_family, follow_redirects, headers, params, json, form, tls, proxy, resolver } = options;
  const body = bodyOf(options);
  return {
    url,
    method,
    signal,
    ipFamily: ip_family,
    followRedirects: follow_redirects === false ? 0 : follow_redirects,
    ...(headers && { headers }),
    ...(params && { params }),
    ...(json !== undefined && { json }),
    ...(form && { form }),
    ...(body !== undefined && { body }),
    ...(tls && { tls: tlsSettingsOf(tls) }),
    ...(proxy !== undefined && { proxy }),
    ...(resolver !== undefined && { resolver }),
  };
}

/** The files that such a request needs. */
export function filesOf({ body_file, tls, auth }: HttpOptions): readonly OptionFile[] {
  const named: readonly (readonly [OptionFile['path'], string | undefined])[] = [
    [['body_file'], body_file],
    [['tls', 'ca_file'], tls?.ca_file],
    [['tls', 'cert_file'], tls?.cert_file],
    [['tls', 'key_file'], tls?.key_file],
  ];
  return [
    ...named.flatMap(([path, file]) => (file === undefined ? [] : [{ path, file }])),
    ...(auth?.files() ?? []).map(({ path, file }) => ({ path: ['auth', ...path], file })),
  ];
}

function bodyOf({ body, body_file }: HttpOptions): string | Uint8Array | undefined {
  return body_file === undefined ? body : readOptionFile(body_file, 'body_file');
}

function tlsSettingsOf({ ca_file, cert_file, key_file, server_name, min_version, insecure }: TlsKeys): TlsSettings {
  return {
    insecure,
    ...(ca_file !== undefined && { ca: readOptionFile(ca_file, 'tls.ca_file').toString() }),
    ...(cert_file !== undefined && { cert: readOptionFile(cert_file, 'tls.cert_file').toString() }),
    ...(key_file !== undefined && { key: readOptionFile(key_file, 'tls.key_file').toString() }),
    ...(server_name !== undefined && { serverName: server_name }),
    ...(min_version !== undefined && { minVersion: min_version === '1.0' ? 'TLSv1' : `TLSv${min_version}` }),
  };
}
