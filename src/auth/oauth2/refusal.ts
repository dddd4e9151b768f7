import {
  OperationProcessingError,
  PARSE_ERROR,
  RESPONSE_IS_NOT_JSON,
  ResponseBodyError,
  UNSUPPORTED_OPERATION,
  UnsupportedOperationError,
} from 'oauth4webapi';
import { type Failure, toFailure } from '../../domain/failure.ts';
import { toPlainLine, truncate } from '../../domain/plain-text.ts';
import { createRedactor } from '../../domain/redaction.ts';
import { loginRefused } from '../tokens/login-failure.ts';

export interface TokenAnswer {
  /** Of the token endpoint. */
  readonly url: string;
  readonly statusCode: number;
  /** What was sent and may come back in what the server says. */
  readonly secrets: readonly string[];
}

/** What an answer without a token says, in the server's own words where it has some. Without its cause, which holds the body. */
export function refusalOf(error: unknown, { url, statusCode, secrets }: TokenAnswer): Failure {
  if (error instanceof ResponseBodyError) {
    const said = [error.error, error.error_description].filter((text) => text !== undefined);
    const redact = createRedactor(secrets);
    return loginRefused(url, `answered ${statusCode}: ${truncate(toPlainLine(redact(said.join(' – '))), 300)}`);
  }
  const known = error instanceof OperationProcessingError || error instanceof UnsupportedOperationError;
  if (!known) return toFailure(error);
  const code = error.code ?? '';
  return loginRefused(url, `answered ${statusCode}${statusCode === 200 ? `, ${problems[code] ?? noToken}` : ''}`);
}

const noToken = 'but without an access_token and its token_type';

const problems: Readonly<Record<string, string>> = {
  [PARSE_ERROR]: 'but not with JSON',
  [RESPONSE_IS_NOT_JSON]: 'but not with JSON',
  [UNSUPPORTED_OPERATION]: 'but with a token that is none for the Authorization header (token_type)',
};
