import { build } from 'rolldown';

/** Makes one file that Node.js runs of a source file and all that it imports. */
export async function bundleProgram(entry: string, program: string): Promise<void> {
  await build({
    input: entry,
    platform: 'node',
    tsconfig: false,
    // Finds its compiled part beside its own files.
    external: ['@photostructure/sqlite'],
    output: { file: program, format: 'esm', codeSplitting: false },
    logLevel: 'silent',
  });
}
