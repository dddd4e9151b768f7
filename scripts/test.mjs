// @ts-check
import { runScript } from './setup.mjs';
import { runTests } from './vitest.mjs';

// `npm test` runs every test, `npm test -- test/http` those below a path; further arguments go to vitest as they are.
await runScript(() => runTests(process.argv.slice(2)));
