import { Failure } from '../../domain/failure.ts';
import { readOptionFile } from '../../http/option-file.ts';

/** The text of a file that an option names; undefined where it cannot be read, which is told of every file that an option names. */
export function textIfReadable(file: string): string | undefined {
  try {
    return readOptionFile(file, 'auth').toString();
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
