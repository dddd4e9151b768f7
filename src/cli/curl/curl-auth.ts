import { type CurlPart, option, type RawOptions, textIn } from './curl-part.ts';
import { mask } from './shell-words.ts';

/** What curl has for the `auth` of a request. */
export function curlAuth(auth: RawOptions): readonly CurlPart[] {
  const write = ways[textIn(auth, 'type') ?? ''];
  return write === undefined ? [{ note: `curl has no counterpart for auth: ${textIn(auth, 'type')}` }] : write(auth);
}

const ways: Readonly<Record<string, (auth: RawOptions) => readonly CurlPart[]>> = {
  basic: (auth) => [userOption(auth, auth.password === undefined ? '' : mask)],
  digest: (auth) => [option('--digest'), userOption(auth, mask)],
  bearer: () => [option('--oauth2-bearer', mask, 'TOKEN')],
  api_key: (auth) => {
    if (textIn(auth, 'in') === 'query') return [{ param: [textIn(auth, 'name') ?? 'api_key', mask] }];
    return [headerOption(textIn(auth, 'name') ?? 'X-API-Key', mask)];
  },
  jwt: (auth) => issued(auth, 'a token that svcmon signs itself'),
  login: (auth) => issued(auth, `the token that ${textIn(auth, 'url')} hands out`),
  oauth2: (auth) => issued(auth, `an access token of ${textIn(auth, 'token_url') ?? textIn(auth, 'issuer')}`),
  aws_sigv4: (auth) => [
    option('--aws-sigv4', `aws:amz:${textIn(auth, 'region')}:${textIn(auth, 'service')}`),
    option('--user', `${textIn(auth, 'access_key_id')}:${mask}`, 'SECRET_ACCESS_KEY'),
    ...(auth.session_token === undefined ? [] : [headerOption('X-Amz-Security-Token', mask)]),
  ],
  mtls: (auth) => [
    ...fileOptions(auth),
    ...(auth.passphrase === undefined ? [] : [option('--pass', mask, 'PASSPHRASE')]),
  ],
};

/** The PEM files that a connection is made with. */
export function fileOptions(keys: RawOptions): readonly CurlPart[] {
  const options = { '--cacert': 'ca_file', '--cert': 'cert_file', '--key': 'key_file' };
  const files = Object.entries(options).flatMap(([name, key]): readonly CurlPart[] => {
    const file = textIn(keys, key);
    return file === undefined ? [] : [option(name, file)];
  });
  const serverName = textIn(keys, 'server_name');
  return serverName === undefined ? files : [...files, { serverName }];
}

/** curl asks for the secret of a header by its own name. */
export function headerOption(name: string, value: string): CurlPart {
  // A field without a value is written with a semicolon, else curl leaves it out.
  return option('--header', value === '' ? `${name};` : `${name}: ${value}`, name);
}

function userOption(auth: RawOptions, password: string): CurlPart {
  return { words: [['--user', ''], [`${textIn(auth, 'username') ?? mask}:${password}`, 'PASSWORD']], secretsByPlace: true };
}

function issued(auth: RawOptions, what: string): readonly CurlPart[] {
  const header = textIn(auth, 'header') ?? 'Authorization';
  const isBearer = /^(?:proxy-)?authorization$/i.test(header);
  const prefix = textIn(auth, 'prefix') ?? (isBearer ? 'Bearer' : '');
  const value = prefix === '' ? mask : `${prefix} ${mask}`;
  const plain = header.toLowerCase() === 'authorization' && prefix === 'Bearer';
  const way = plain ? option('--oauth2-bearer', mask, 'TOKEN') : option('--header', `${header}: ${value}`, 'TOKEN');
  return [way, { note: `its token stands for ${what}` }];
}
