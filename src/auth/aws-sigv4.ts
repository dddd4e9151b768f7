import { z } from 'zod';
import { secretKey } from '../domain/secret.ts';
import { wantsBodyHash } from './aws-sigv4/services.ts';
import { defineScheme, type UnprovenRequest } from './scheme.ts';

/** AWS Signature Version 4 over the method, the URL, all headers of the request and its body. */
export const awsSigv4 = defineScheme({
  type: 'aws_sigv4',
  summary: 'Sends an AWS Signature Version 4 of the request.',
  options: z.strictObject({
    type: z.literal('aws_sigv4'),
    access_key_id: z
      .string()
      .regex(/^[^\s\p{Cc}/,=]+$/u, { error: 'expected the ID of an access key, such as AKIAIOSFODNN7EXAMPLE' })
      .describe('The ID of the access key.'),
    secret_access_key: secretKey(keyProblem).describe('The access key itself.'),
    session_token: secretKey(keyProblem).optional().describe('The token that temporary credentials come with.'),
    region: name('expected a region such as eu-central-1').describe(
      'The region that is asked, such as `eu-central-1`.',
    ),
    service: name('expected a service such as execute-api').describe(
      'The service that is asked, such as `execute-api` (API Gateway), `s3`, `lambda` or `es`.',
    ),
  }),
  adds: ({ session_token: token, service }) => ({
    headers: [
      'Authorization',
      'X-Amz-Date',
      ...(token === undefined ? [] : ['X-Amz-Security-Token']),
      ...(wantsBodyHash(service) ? ['X-Amz-Content-Sha256'] : []),
    ],
    params: [],
  }),
  credentials: async (options, { method, url, headers, body, contentType }, { clock }) => {
    // Only who signs needs the library.
    const { signatureHeaders } = await import('./aws-sigv4/sign.ts');
    const added = signatureHeaders({
      method,
      url,
      headers: withType(headers, contentType),
      body: body ?? new Uint8Array(),
      region: options.region,
      service: options.service,
      accessKeyId: options.access_key_id,
      secretAccessKey: options.secret_access_key.reveal(),
      sessionToken: options.session_token?.reveal(),
      at: clock.now(),
    });
    const temporary = options.session_token === undefined ? '' : ', with a session token';
    return { headers: added, params: {}, proof: `signed for ${options.service} in ${options.region}${temporary}` };
  },
  derivedSecrets: () => [],
});

/** A Content-Type must be signed too, also where the request names none. */
function withType(headers: UnprovenRequest['headers'], type: string | undefined): UnprovenRequest['headers'] {
  const named = Object.keys(headers).some((header) => header.toLowerCase() === 'content-type');
  return named || type === undefined ? headers : { 'Content-Type': type, ...headers };
}

function name(error: string) {
  return z.string().regex(/^[a-z0-9-]+$/, { error });
}

function keyProblem(key: string): string | undefined {
  return /^[!-~]+$/.test(key) ? undefined : 'must not hold blanks, line breaks or characters beyond ASCII';
}
