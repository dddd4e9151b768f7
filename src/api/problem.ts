import { STATUS_CODES } from 'node:http';
import { z } from 'zod';

/** What every error answer holds (RFC 9457), as `application/problem+json`. */
export const problemSchema = z.strictObject({
  type: z.literal('about:blank'),
  title: z.string().describe('what the status means'),
  status: z.int(),
  detail: z.string().optional().describe('what is wrong with this request'),
  request_id: z.string().optional().describe('as in the header X-Request-Id, and in the log where svcmon is to blame'),
  errors: z
    .array(z.strictObject({ path: z.string(), message: z.string() }))
    .optional()
    .describe('every part of the request that cannot be taken'),
});

export type ProblemDocument = z.infer<typeof problemSchema>;

export const problemType = 'application/problem+json; charset=utf-8';

/** An answer that says what is wrong. */
export interface Problem {
  readonly status: number;
  readonly detail?: string;
  readonly errors?: ProblemDocument['errors'];
  readonly headers?: Readonly<Record<string, string>>;
}

/** The body of such an answer. */
export function problemDocument({ status, detail, errors }: Problem, requestId?: string): ProblemDocument {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    ...(detail !== undefined && { detail }),
    ...(requestId !== undefined && { request_id: requestId }),
    ...(errors !== undefined && { errors }),
  };
}
