// A program that replaces the file it is given by one of two texts in turn, as fast as it can, until somebody ends it.
import { writeAtomically } from '../../src/config/atomic-write.ts';
import { withLock } from '../../src/config/lock.ts';
import { endlessTexts } from './endless-texts.ts';

const [, , path = ''] = process.argv;

for (let round = 0; ; round += 1) {
  await withLock(path, () => writeAtomically(path, endlessTexts[round % 2] ?? ''));
  process.stdout.write(`${round}\n`);
}
