import { setTimeout as wait } from 'node:timers/promises';
import type { Stage } from './stage.ts';
import { configPath, runSvcmon } from './svcmon.ts';

const firstAfterMs = 20_000;
const failsForMs = 25_000;
const healthyForMs = 50_000;
const deployedBeforeMs = 4_000;

/** Lets the checkout fail for a while, again and again. The first time a deployment is told shortly before. */
export function repeatOutages(stage: Stage): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let defect: unknown;
  const ended = repeat(stage, stopping.signal).catch((error: unknown) => {
    if (!stopping.signal.aborted) defect = error;
  });
  return {
    async stop() {
      stopping.abort();
      await ended;
      if (defect !== undefined) throw defect;
    },
  };
}

async function repeat(stage: Stage, signal: AbortSignal): Promise<void> {
  await wait(firstAfterMs - deployedBeforeMs, undefined, { signal });
  await runSvcmon(['deploy', 'record', 'checkout', '--version', '2.4.0', '--bake', '1m', '-c', configPath], stage);
  await wait(deployedBeforeMs, undefined, { signal });
  while (!signal.aborted) {
    stage.services.breakCheckout();
    await wait(failsForMs, undefined, { signal });
    stage.services.mendCheckout();
    await wait(healthyForMs, undefined, { signal });
  }
}
