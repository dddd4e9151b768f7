import type { ConfiguredService } from '../config/config.ts';
import { isRecord } from '../config/record.ts';
import { redactUrl } from '../domain/redaction.ts';
import { httpKeys } from '../probes/options/http-options.ts';
import { version } from '../version.ts';
import { curlAuth, trustParts } from './curl/curl-auth.ts';
import { curlBody, pairsOf } from './curl/curl-body.ts';
import { type CurlOption, type CurlPart, headerOption, option, type RawOptions, textIn } from './curl/curl-part.ts';
import { curlVersion } from './curl/curl-version.ts';
import { createShellWord, mask } from './curl/shell-words.ts';
import { UsageError } from './exit-code.ts';

/** A command that asks what one attempt of a service asks. */
export interface CurlCommand {
  /** For a POSIX shell, in lines; every secret is a variable. */
  readonly command: string;
  /** What it leaves out, or to the person. */
  readonly notes: readonly string[];
}

/** The curl command (https://curl.se/docs/manpage.html) of an http service; throws a UsageError for one of another type. */
export function curlCommand({ service, probe, options }: ConfiguredService): CurlCommand {
  if (probe.type !== 'http') {
    throw new UsageError(`--curl is for services of type http; ${service.name} is of type ${probe.type}`);
  }
  const url = requestUrl(options, service.name);
  const parts: readonly CurlPart[] = [
    ...methodParts(options),
    ...headerParts(options),
    ...curlBody(options),
    ...(isRecord(options.auth) ? curlAuth(options.auth) : []),
    ...redirectParts(options),
    ...curlVersion(options, url),
    option('--max-time', String(service.timeoutMs / 1_000)),
    ...networkParts(options),
    ...tlsParts(options),
    ...userinfoParts(options),
  ];
  const strange = Object.keys(options).filter((key) => key in httpKeys.shape && !expressed.has(key));
  return {
    command: write([...parts.filter(isOption), ...aimed(url, parts)], url.href),
    notes: [
      ...parts.flatMap((part) => ('note' in part ? [part.note] : [])),
      ...strange.map((key) => `${key} is not in the command`),
    ],
  };
}

// Those of the verdict say nothing of the request.
const expressed = new Set(
  'url method params headers json form graphql multipart body body_file follow_redirects expected_status understand auth tls proxy no_proxy ip_family resolver http_version'.split(
    ' ',
  ),
);

function requestUrl(options: RawOptions, service: string): URL {
  const text = redactUrl(textIn(options, 'url') ?? '').trim();
  if (!URL.canParse(text)) {
    throw new UsageError(`--curl: the URL of ${service} is itself a secret, so that no command can show it`);
  }
  const url = new URL(text);
  url.hash = '';
  if (isRecord(options.params))
    for (const [name, value] of pairsOf(options.params)) url.searchParams.append(name, value);
  return url;
}

function methodParts(options: RawOptions): readonly CurlPart[] {
  const method = options.graphql === undefined ? (textIn(options, 'method')?.toUpperCase() ?? 'GET') : 'POST';
  const hasBody = curlBody(options).length > 0;
  if (method === (hasBody ? 'POST' : 'GET')) return [];
  return [method === 'HEAD' && !hasBody ? option('--head') : option('--request', method)];
}

function headerParts({ headers }: RawOptions): readonly CurlPart[] {
  const given = isRecord(headers) ? Object.entries(headers) : [];
  const names = given.map(([name]) => name.toLowerCase());
  return [
    ...(names.includes('user-agent') ? [] : [option('--user-agent', `svcmon/${version}`)]),
    ...(names.includes('accept-encoding') ? [] : [option('--compressed')]),
    ...given.map(([name, value]) => headerOption(name, String(value))),
  ];
}

function redirectParts({ follow_redirects: most = 5 }: RawOptions): readonly CurlPart[] {
  return most === false || most === 0 ? [] : [option('--location'), option('--max-redirs', String(most))];
}

function networkParts(options: RawOptions): readonly CurlPart[] {
  const { ip_family: family } = options;
  const resolver = textIn(options, 'resolver');
  return [
    ...proxyParts(options),
    ...(family === 4 || family === 6 ? [option(`--ipv${family}`)] : []),
    ...(resolver === undefined
      ? []
      : [
          option('--dns-servers', resolver),
          { note: '--dns-servers needs a curl built with c-ares; --resolve HOST:PORT:ADDRESS does without' },
        ]),
  ];
}

/** Like svcmon, the command looks at the proxies of the environment only where it is told to. */
function proxyParts({ proxy, no_proxy: exceptions }: RawOptions): readonly CurlPart[] {
  if (proxy === 'environment') return [];
  if (typeof proxy !== 'string') return [option('--noproxy', '*')];
  return [
    option('--proxy', redactUrl(proxy)),
    ...(hasUserinfo(proxy) ? [option('--proxy-user', mask, 'proxy_user_and_password')] : []),
    // Empty, so that NO_PROXY of the environment counts for nothing.
    option('--noproxy', Array.isArray(exceptions) ? exceptions.join(',') : ''),
  ];
}

function tlsParts({ tls }: RawOptions): readonly CurlPart[] {
  if (!isRecord(tls)) return [];
  const lowest = textIn(tls, 'min_version');
  return [
    ...trustParts(tls),
    ...(tls.insecure === true ? [option('--insecure')] : []),
    ...(lowest === undefined ? [] : [option(`--tlsv${lowest}`)]),
  ];
}

/** What a URL says of who asks counts unless there is an `auth`. */
function userinfoParts({ url, auth }: RawOptions): readonly CurlPart[] {
  return auth === undefined && hasUserinfo(String(url)) ? [option('--user', mask, 'user_and_password')] : [];
}

function hasUserinfo(url: string): boolean {
  return /^\s*[a-z][a-z\d+.-]*:\/\/[^/?#]*@/i.test(url);
}

/** Changes the URL for what goes into it: parameters, and a name that is asked for in place of the host. */
function aimed(url: URL, parts: readonly CurlPart[]): readonly CurlOption[] {
  const options: CurlOption[] = [];
  for (const part of parts) {
    if ('param' in part) url.searchParams.append(part.param[0], part.param[1]);
    if (!('serverName' in part) || url.protocol !== 'https:') continue;
    const port = url.port === '' ? '443' : url.port;
    options.push(
      headerOption('Host', url.host),
      option('--connect-to', `${part.serverName}:${port}:${url.hostname}:${port}`),
    );
    url.hostname = part.serverName;
  }
  return options;
}

function write(options: readonly CurlOption[], url: string): string {
  const word = createShellWord();
  const globs = /[[\]{}]/.test(url) ? [option('--globoff')] : [];
  const lines = [...options, ...globs].map(({ option: name, value, variable }) =>
    value === undefined ? name : `${name} ${word(value, variable)}`,
  );
  return ['curl', ...lines, word(url)].join(' \\\n  ');
}

function isOption(part: CurlPart): part is CurlOption {
  return 'option' in part;
}
