import type { HttpRequest } from '../../http/client.ts';
import { readOptionFile } from '../../http/option-file.ts';
import type { HttpOptions } from '../options/http-options.ts';
import type { OptionFile } from '../probe.ts';
import { tlsFilesOf, tlsSettingsOf } from './tls-settings.ts';

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
  return [
    ...(body_file === undefined ? [] : [{ path: ['body_file'], file: body_file }]),
    ...tlsFilesOf(tls),
    ...(auth?.files() ?? []).map(({ path, file }) => ({ path: ['auth', ...path], file })),
  ];
}

function bodyOf({ body, body_file }: HttpOptions): string | Uint8Array | undefined {
  return body_file === undefined ? body : readOptionFile(body_file, 'body_file');
}
