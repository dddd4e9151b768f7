import { loadFunctions } from '../domain/functions/answer-functions.ts';
import type { ConfigFiles } from './file-text.ts';

const largestFile = 1_048_576;

/** Makes the functions that expressions in the data call ready to be compiled, with the files that they name. Never rejects. */
export async function loadAnswerFunctions(data: readonly unknown[], files: Pick<ConfigFiles, 'read'>): Promise<void> {
  await loadFunctions(textsIn(data), (path) => files.read(path, largestFile));
}

function textsIn(data: unknown): readonly string[] {
  if (typeof data === 'string') return data.includes('(') ? [data] : [];
  return typeof data === 'object' && data !== null ? Object.values(data).flatMap(textsIn) : [];
}
