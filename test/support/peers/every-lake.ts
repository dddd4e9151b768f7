import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type AskedQuestion, type LocalServer, startLocalServer } from '../local-server.ts';

/** Temporary credentials, and where they hold. */
export interface LakeCredentials {
  readonly secret: string;
  readonly session: string;
  readonly region: string;
  readonly service: string;
}

const algorithm = 'AWS4-HMAC-SHA256';
const allowedSkewMs = 300_000;

/** Starts a server on a free port of 127.0.0.1 that answers who signs their request as Signature Version 4 demands, and tells others why not. */
export function startLake(credentials: LakeCredentials): Promise<LocalServer> {
  return startLocalServer((question, response) => {
    const problem = problemOf(question, credentials);
    const { searchParams } = new URL(question.url, 'http://lake');
    const answer = problem === undefined ? { count: 7, prefix: searchParams.get('prefix') } : { message: problem };
    const status = problem === undefined ? 200 : 403;
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html, from the server's side. */
function problemOf(question: AskedQuestion, { secret, session, region, service }: LakeCredentials): string | undefined {
  const { headers } = question;
  const date = String(headers['x-amz-date']);
  const signed = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1] ?? '';
  const scope = [date.slice(0, 8), region, service, 'aws4_request'];
  if (headers['x-amz-security-token'] !== session) return 'the session token is another';
  if (!['host', 'x-amz-date', 'x-amz-security-token'].every((name) => signed.split(';').includes(name))) {
    return `signed are only ${signed}`;
  }
  if (!(Math.abs(Date.now() - instantOf(date)) < allowedSkewMs)) return 'the signature is too old';
  const hash = createHash('sha256').update(canonicalOf(question, signed)).digest('hex');
  const key = scope.reduce<string | Buffer>((above, part) => hmac(above, part), `AWS4${secret}`);
  const signature = hmac(key, [algorithm, date, scope.join('/'), hash].join('\n')).toString('hex');
  const credential = `Credential=AKIDEXAMPLE/${scope.join('/')}`;
  const wanted = Buffer.from(`${algorithm} ${credential}, SignedHeaders=${signed}, Signature=${signature}`);
  const given = Buffer.from(headers.authorization ?? '');
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? undefined : 'the signature does not match';
}

function canonicalOf({ method, url, headers, body }: AskedQuestion, signed: string): string {
  const { pathname, searchParams } = new URL(url, 'http://lake');
  const query = [...searchParams].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).toSorted();
  const fields = signed.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const hash = createHash('sha256').update(body).digest('hex');
  return [method, pathname, query.join('&'), fields.join(''), signed, hash].join('\n');
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Of the form 20261121T090000Z. */
function instantOf(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
