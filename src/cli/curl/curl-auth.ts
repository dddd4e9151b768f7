import { type CurlPart, headerOption, option, type RawOptions, textIn } from './curl-part.ts';
import { mask } from './shell-words.ts';

/** What curl has for the `auth` of a request. */
export function curlAuth(auth: RawOptions): readonly CurlPart[] {
  const type = textIn(auth, 'type') ?? '';
  return ways[type]?.(auth) ?? [{ note: `curl has no counterpart for auth of the type ${type}` }];
}

const ways: Readonly<Record<string, (auth: RawOptions) => readonly CurlPart[]>> = {
  basic: (auth) => [userOption(auth)],
  digest: (auth) => [option('--digest'), userOption(auth)],
  bearer: () => [option('--oauth2-bearer', mask, 'token')],
  api_key: (auth) => {
    if (textIn(auth, 'in') === 'query') return [{ param: [textIn(auth, 'name') ?? 'api_key', mask] }];
    return [headerOption(textIn(auth, 'name') ?? 'X-API-Key', mask)];
  },
  jwt: (auth) => issued(auth, 'a token that svcmon signs itself'),
  login: (auth) => issued(auth, `the token that ${textIn(auth, 'url')} hands out`),
  oauth2: (auth) => issued(auth, `an access token of the server that its auth names`),
  aws_sigv4: (auth) => [
    option('--aws-sigv4', `aws:amz:${textIn(auth, 'region')}:${textIn(auth, 'service')}`),
    option('--user', `${textIn(auth, 'access_key_id')}:${mask}`, 'secret_access_key'),
    ...(auth.session_token === undefined ? [] : [headerOption('X-Amz-Security-Token', mask)]),
  ],
  mtls: (auth) => [
    ...trustParts(auth),
    ...(auth.passphrase === undefined ? [] : [option('--pass', mask, 'passphrase')]),
  ],
};

const trustOptions = { ca_file: '--cacert', cert_file: '--cert', key_file: '--key' };

/** The files that a TLS connection is made with, and the name that is asked for. */
export function trustParts(keys: RawOptions): readonly CurlPart[] {
  const files = Object.entries(trustOptions).flatMap(([key, name]): readonly CurlPart[] => {
    const file = textIn(keys, key);
    return file === undefined ? [] : [option(name, file)];
  });
  const serverName = textIn(keys, 'server_name');
  return serverName === undefined ? files : [...files, { serverName }];
}

function userOption(auth: RawOptions): CurlPart {
  const password = auth.password === undefined ? '' : mask;
  return option('--user', `${textIn(auth, 'username')}:${password}`, 'password');
}

/** A token that is handed out while svcmon runs. */
function issued(auth: RawOptions, what: string): readonly CurlPart[] {
  const header = textIn(auth, 'header') ?? 'Authorization';
  const prefix = textIn(auth, 'prefix') ?? (/^(?:proxy-)?authorization$/i.test(header) ? 'Bearer' : '');
  const isBearer = header.toLowerCase() === 'authorization' && prefix === 'Bearer';
  const way = isBearer
    ? option('--oauth2-bearer', mask, 'token')
    : option('--header', `${header}: ${prefix === '' ? '' : `${prefix} `}${mask}`, 'token');
  return [way, { note: `its variable $TOKEN is ${what}` }];
}
