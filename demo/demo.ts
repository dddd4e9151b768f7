import { parseArgs } from 'node:util';
import { runScript } from '../scripts/setup.mjs';
import { onceStopped } from './once-stopped.ts';
import { showToNobody } from './show-to-nobody.ts';
import { showToPerson } from './show-to-person.ts';

// Shows svcmon at work on services of this machine: to a person at a terminal, or with `--until-stopped`, until it is stopped;
// elsewhere, as in CI, until everything was seen that is to be seen, or `--within` so many seconds it was not. `--port` says
// where a person finds the dashboard, if that is free.
await runScript(async () => {
  const { values } = parseArgs({
    options: {
      'until-stopped': { type: 'boolean' },
      port: { type: 'string', default: '8686' },
      within: { type: 'string', default: '60' },
    },
  });
  const stopped = onceStopped();
  const isWatched = process.stdout.isTTY && process.stderr.isTTY;
  if (values['until-stopped'] || isWatched) return showToPerson(stopped, { port: Number(values.port) });
  return showToNobody(stopped, { withinMs: Number(values.within) * 1_000 });
});
