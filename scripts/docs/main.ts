import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { documents } from './documents.ts';

const root = process.cwd();
for (const [path, text] of await documents(root)) await writeFile(join(root, path), text);
