import { z } from 'zod';

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** The `graphql` key: one operation (https://graphql.github.io/graphql-over-http). */
export function graphqlKey() {
  return z.strictObject({
    query: z.string().min(1).describe('The document: a query or a mutation.'),
    variables: z.record(z.string(), z.unknown()).optional().describe('The values of its variables.'),
    operation: z.string().min(1).optional().describe('Which operation of the document is meant, where it has several.'),
  });
}

/** A GraphQL operation, as parsed. */
export type GraphqlOperation = z.output<ReturnType<typeof graphqlKey>>;

/** The `multipart` key: the fields of a form, by name. */
export function multipartKey() {
  const file = z.strictObject({
    file: z.string().min(1).describe('The file to send, at most 16 MiB; relative to the working directory.'),
    type: z
      .string()
      .regex(/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:;[\t\u0020-\u007e]*)?$/, {
        error: 'expected a media type such as text/csv',
      })
      .default('application/octet-stream')
      .describe('Its media type.'),
    name: z.string().min(1).optional().describe('The file name to tell; its own unless given.'),
  });
  return z.record(z.string().min(1), z.union([scalar, file]));
}

/** The fields of a form, as parsed. */
export type MultipartFields = z.output<ReturnType<typeof multipartKey>>;
