// One client in a process of its own: asks the target again and again over fresh connections and prints what that cost.
import { createEffects } from '../src/app/effects.ts';
import { loadConfig } from '../src/config/load.ts';
import { nearestRank } from '../src/domain/check-report.ts';
import { createRedactor } from '../src/domain/redaction.ts';
import { createChecker } from '../src/monitor/checker.ts';
import { askHttp, askHttps } from './bare.ts';

/** What one client process is to do. */
export interface ClientTask {
  readonly client: 'bare' | 'svcmon';
  readonly url: string;
  readonly caFile: string;
  /** The configuration with `inFlight` services of that URL, for svcmon. */
  readonly configFile: string;
  readonly inFlight: number;
  readonly warmUps: number;
  readonly requests: number;
}

/** What it cost. */
export interface ClientCost {
  readonly cpuUsPerRequest: number;
  readonly latencyP50Ms: number;
}

/** Asks as often as there are requests in flight and resolves with the time each took, ms. */
type AskAll = () => Promise<readonly number[]>;

const task = JSON.parse(process.argv[2] ?? '') as ClientTask;
console.log(JSON.stringify(await measure(task)));

async function measure({ client, inFlight, warmUps, requests, ...rest }: ClientTask): Promise<ClientCost> {
  const askAll = client === 'bare' ? bare({ inFlight, ...rest }) : await svcmon(rest.configFile, inFlight);
  for (let asked = 0; asked < warmUps; asked += inFlight) await askAll();

  const latencies: number[] = [];
  const before = process.cpuUsage();
  while (latencies.length < requests) latencies.push(...(await askAll()));
  const { user, system } = process.cpuUsage(before);
  return {
    cpuUsPerRequest: (user + system) / latencies.length,
    latencyP50Ms: nearestRank(
      latencies.toSorted((a, b) => a - b),
      0.5,
    ),
  };
}

function bare({ url, caFile, inFlight }: Pick<ClientTask, 'url' | 'caFile' | 'inFlight'>): AskAll {
  const ask = url.startsWith('https:') ? askHttps(url, caFile) : askHttp(url);
  return () => Promise.all(Array.from({ length: inFlight }, ask));
}

async function svcmon(configFile: string, inFlight: number): Promise<AskAll> {
  const loaded = await loadConfig({ path: configFile });
  if (!loaded.ok)
    throw new Error(`the configuration of the benchmark has problems: ${JSON.stringify(loaded.problems)}`);
  const { services, secrets } = loaded.config;
  const checker = createChecker({ ...createEffects(), redact: createRedactor(secrets) });
  const { signal } = new AbortController();
  // The checker itself: when checks begin is the business of those who schedule them.
  return async () => {
    const results = await Promise.all(services.slice(0, inFlight).map((check) => checker.run(check, signal)));
    return results.map(({ status, message, observation }) => {
      if (status !== 'healthy' || observation?.responseTimeMs === undefined) throw new Error(`${status}: ${message}`);
      return observation.responseTimeMs;
    });
  };
}
