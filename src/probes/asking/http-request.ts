import { basename } from 'node:path';
import type { HttpRequest } from '../../http/client.ts';
import type { MultipartPart } from '../../http/multipart.ts';
import { readOptionFile } from '../../http/option-file.ts';
import type { GraphqlOperation, MultipartFields } from '../options/body-keys.ts';
import type { HttpOptions } from '../options/http-options.ts';
import { phaseLimitsOf } from '../options/phase-timeouts-key.ts';
import type { OptionFile } from '../probe.ts';
import { tlsFilesOf, tlsSettingsOf } from './tls-settings.ts';

/** The options that make a request; a step of a flow has them as well. */
export type RequestOptions = Omit<HttpOptions, 'each_address' | 'robots'>;

/** The request that the options of an http service ask for, its files read; throws a Failure for one that cannot be. */
export function requestOf(options: RequestOptions, signal: AbortSignal): HttpRequest {
  const { url, method, follow_redirects, headers, params, graphql } = options;
  return {
    url,
    method: graphql === undefined ? method : 'POST',
    signal,
    followRedirects: follow_redirects === false ? 0 : follow_redirects,
    ...(headers && { headers }),
    ...(params && { params }),
    ...bodyOf(options),
    ...wayOf(options),
  };
}

function wayOf({ tls, proxy, no_proxy, ip_family, resolver, http_version, timeouts }: RequestOptions): TravelKeys {
  return {
    ipFamily: ip_family,
    ...(tls && { tls: tlsSettingsOf(tls) }),
    ...(proxy !== undefined && { proxy }),
    ...(no_proxy !== undefined && { noProxy: no_proxy }),
    ...(resolver !== undefined && { resolver }),
    ...(http_version !== undefined && http_version !== '1.1' && { httpVersion: http_version }),
    ...(timeouts && { phaseLimits: phaseLimitsOf(timeouts) }),
  };
}

type TravelKeys = Pick<
  HttpRequest,
  'ipFamily' | 'tls' | 'proxy' | 'noProxy' | 'resolver' | 'httpVersion' | 'phaseLimits'
>;

/** The files that such a request needs. */
export function filesOf({ body_file, multipart = {}, tls, auth }: RequestOptions): readonly OptionFile[] {
  const parts = Object.entries(multipart).flatMap(([field, value]) =>
    typeof value === 'object' ? [{ path: ['multipart', field, 'file'], file: value.file }] : [],
  );
  return [
    ...(body_file === undefined ? [] : [{ path: ['body_file'], file: body_file }]),
    ...parts,
    ...tlsFilesOf(tls),
    ...(auth?.files() ?? []).map(({ path, file }) => ({ path: ['auth', ...path], file })),
  ];
}

type BodyKeys = Pick<HttpRequest, 'json' | 'form' | 'multipart' | 'body'>;

function bodyOf({ json, form, graphql, multipart, body, body_file }: RequestOptions): BodyKeys {
  if (json !== undefined) return { json };
  if (form !== undefined) return { form };
  if (graphql !== undefined) return { json: operationOf(graphql) };
  if (multipart !== undefined) return { multipart: partsOf(multipart) };
  if (body_file !== undefined) return { body: readOptionFile(body_file, 'body_file') };
  return body === undefined ? {} : { body };
}

function operationOf({ query, variables, operation }: GraphqlOperation): Readonly<Record<string, unknown>> {
  return { query, ...(variables && { variables }), ...(operation !== undefined && { operationName: operation }) };
}

function partsOf(fields: MultipartFields): readonly MultipartPart[] {
  return Object.entries(fields).map(([field, value]): MultipartPart => {
    if (typeof value !== 'object') return { field, content: String(value) };
    const { file, type: contentType, name: fileName = basename(file) } = value;
    return { field, content: readOptionFile(file, `multipart.${field}.file`), contentType, fileName };
  });
}
