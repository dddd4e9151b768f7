import { readFile } from 'node:fs/promises';
import { UsageError } from './exit-code.ts';

/** The header lines of `--header`, those of each `@FILE` in its place; throws a UsageError for a file that cannot be read. */
export async function readHeaderLines(headers: readonly string[]): Promise<readonly string[]> {
  const lines = await Promise.all(
    headers.map((header) => (header.startsWith('@') ? linesOf(header.slice(1)) : [header])),
  );
  return lines.flat();
}

async function linesOf(path: string): Promise<readonly string[]> {
  try {
    const text = await readFile(path, 'utf8');
    return text.split(/\r?\n/).filter((line) => line.trim() !== '');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'it cannot be read';
    throw new UsageError(`--header @${path}: ${code}`);
  }
}
