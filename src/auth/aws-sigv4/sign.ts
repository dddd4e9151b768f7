import { createHash } from 'node:crypto';
import aws4 from 'aws4';
import { Failure } from '../../domain/failure.ts';
import { wantsBodyHash } from './services.ts';

/** A request to be signed, and by whom. */
export interface SignatureRequest {
  readonly method: string;
  readonly url: string;
  /** All that are to be signed, beside those that are added here. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly region: string;
  readonly service: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
  /** Epoch ms. */
  readonly at: number;
}

/**
 * The headers that an AWS Signature Version 4 adds to a request
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 */
export function signatureHeaders(request: SignatureRequest): Readonly<Record<string, string>> {
  const { method, url, headers, body, region, service, at } = request;
  const { host, pathname, search } = new URL(url);
  const date = new Date(at).toISOString().replace(/[:-]|\.\d{3}/g, '');
  const added = {
    'X-Amz-Date': date,
    ...(request.sessionToken !== undefined && { 'X-Amz-Security-Token': request.sessionToken }),
    ...(wantsBodyHash(service) && { 'X-Amz-Content-Sha256': createHash('sha256').update(body).digest('hex') }),
  };
  const signer = new aws4.RequestSigner(
    {
      method,
      path: asciiPath(pathname) + search,
      headers: { ...(hasHost(headers) ? {} : { Host: host }), ...headers, ...added },
      body: Buffer.from(body),
      region,
      service,
      // What is sent is not decided here, and the signature must fit it.
      doNotModifyHeaders: true,
    },
    { accessKeyId: request.accessKeyId, secretAccessKey: request.secretAccessKey },
  );
  signer.datetime = date;
  return { ...added, Authorization: authorizationBy(signer) };
}

function authorizationBy(signer: aws4.RequestSigner): string {
  try {
    return signer.authHeader();
  } catch (error) {
    const problem = 'the path of the URL holds a percent sign that encodes nothing, which AWS has no signature for';
    throw new Failure('auth_failed', problem, { cause: error });
  }
}

function hasHost(headers: Readonly<Record<string, string>>): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === 'host');
}

/** The few characters that a URL leaves as they are and the library would encode after decoding all others. */
function asciiPath(path: string): string {
  return path.replace(/[^\w;,/?:@&=+$\-.!~*'()#%]/g, encodeURIComponent);
}
