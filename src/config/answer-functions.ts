import type { FunctionFiles } from '../domain/functions/answer-function.ts';
import { filesCalledIn, type LoadedFunctions, loadFunctions } from '../domain/functions/answer-functions.ts';
import type { ConfigFiles } from './file-text.ts';

const largestFile = 1_048_576;

/** Makes the functions that expressions in the data call ready to be compiled, with the files that they name. Never rejects. */
export async function loadAnswerFunctions(
  data: readonly unknown[],
  files: Pick<ConfigFiles, 'read'>,
): Promise<LoadedFunctions> {
  return loadFunctions(textsIn(data), (path) => files.read(path, largestFile));
}

/** What the files hold that expressions in the data call for, or why they could not be read. */
export function calledFiles(data: unknown, files: FunctionFiles): readonly (readonly [path: string, text: string])[] {
  if (files.size === 0) return [];
  return filesCalledIn(textsIn(data)).map((path) => {
    const file = files.get(path);
    return [path, file?.ok ? file.text : (file?.reason ?? '')];
  });
}

function textsIn(data: unknown): readonly string[] {
  if (typeof data === 'string') return data.includes('(') ? [data] : [];
  return typeof data === 'object' && data !== null ? Object.values(data).flatMap(textsIn) : [];
}
