import { StoreUnavailable } from '../storage/store.ts';
import type { Problem } from './problem.ts';
import { BodyRefused } from './read-body.ts';

/** What the caller is told of something thrown; undefined for a defect of ours. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof StoreUnavailable) return storeGone;
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  const detail = error instanceof BodyRefused ? { detail: error.message } : {};
  // The rest of the body is not waited for.
  if (status === 413) return { detail: 'the body is larger than 1 MiB', ...detail, status, headers: closing };
  if (status === 429) return { status, detail: 'too many requests: wait' };
  return status >= 400 && status < 500 ? { ...detail, status } : undefined;
}

const storeGone = {
  status: 503,
  detail: 'the history cannot be read or written at present',
  headers: { 'retry-after': '5' },
};
const closing = { connection: 'close' };
