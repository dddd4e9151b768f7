import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot, run } from '../scripts/run.mjs';
import { startServices } from './services.ts';

// Shows svcmon at work on services of this machine. Ends with 0 when every verdict is the right one, else with 1.

const expectedVerdicts: Readonly<Record<string, string>> = {
  'shop-api': 'healthy',
  'back-office': 'healthy',
  'orders-db': 'healthy',
  search: 'degraded',
  storefront: 'degraded',
  payments: 'unhealthy',
  'legacy-report': 'unhealthy',
};

const report = 'reports/demo.json';
const command = ['check', '-c', 'config/demo.yaml', '--no-alerts', '--output', report];

const introduction = `
Seven services have just been started on this machine, four of them in trouble. Does svcmon find out?

$ svcmon ${command.join(' ')}
`;

const explanation = `
What you saw: a password and three assertions held, a slow answer and a certificate with three days left were noticed in
time, an error and a silence were told apart. The check ended with exit code 1, for two services are unhealthy: that is what
cron and CI act on. This demo ends with 0, since every verdict is the right one.

What next:
  npx svcmon test-endpoint https://example.com   look at one URL, fully explained
  npx svcmon init                                write config/services.yaml to start from, then: npx svcmon check
  config/demo.yaml                               see what was asked of the services above
  npm test                                       run the tests
  README.md                                      everything else
`;

process.exitCode = await demo();

async function demo(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'svcmon-demo-'));
  // While there are servers and files to clear away, Ctrl-C ends the check but not the clearing away.
  let interrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      interrupted = true;
    });
  }
  const services = await startServices(folder);
  try {
    console.log(introduction);
    // An older report would speak for a check that wrote none.
    await rm(join(projectRoot, report), { force: true });
    const env = { ...process.env, ...services.environment };
    const code = await run(process.execPath, ['dist/svcmon.js', ...command], { env });
    if (interrupted) return 130;
    return conclude(code, await readVerdicts());
  } finally {
    await services.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function conclude(code: number, verdicts: Readonly<Record<string, string>>): number {
  const wrong = Object.entries(expectedVerdicts).filter(([name, expected]) => verdicts[name] !== expected);
  if (code === 1 && wrong.length === 0) {
    console.log(explanation);
    return 0;
  }
  console.error(
    `\nThis is not what the demo should show: the check ended with exit code ${code} where 1 was expected.`,
  );
  for (const [name, expected] of wrong)
    console.error(`  ${name}: expected ${expected}, got ${verdicts[name] ?? 'no verdict'}`);
  return 1;
}

async function readVerdicts(): Promise<Record<string, string>> {
  const text = await readFile(join(projectRoot, report), 'utf8').catch(() => '{"services":[]}');
  const { services }: { services: { name: string; status: string }[] } = JSON.parse(text);
  return Object.fromEntries(services.map(({ name, status }) => [name, status]));
}
