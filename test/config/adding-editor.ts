// A program that adds the services it is given to a file, one after the other.
import { addService } from '../../src/config/edit.ts';

const [, , path = '', ...names] = process.argv;

for (const name of names) {
  const result = await addService({
    path,
    environment: {},
    service: { name, url: `https://${name}.example` },
    waitMs: 60_000,
  });
  if (!result.ok) {
    process.stderr.write(JSON.stringify(result.problems));
    process.exitCode = 1;
  }
}
