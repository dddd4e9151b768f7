import { createApp } from '../app/app.ts';
import { type GateOutcome, waitAtGate } from '../app/gate.ts';
import { systemClock } from '../app/system-clock.ts';
import type { Config, ConfiguredService } from '../config/config.ts';
import { type Deployment, releaseName } from '../domain/deployment.ts';
import { formatDuration } from '../domain/duration.ts';
import type { GatedResult, GateStanding } from '../domain/gate.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import { raisedIntervalMs } from '../monitor/raised-rate.ts';
import type { GateDocument } from '../reporting/deployment-schema.ts';
import { toInstant, toMs } from '../reporting/machine-values.ts';
import { systemTimer } from '../resilience/timer.ts';
import type { CommandContext, CommandInput } from './command.ts';
import { type ExitCode, exitCodes, UsageError } from './exit-code.ts';
import { durationIn } from './instant.ts';
import { openConfig } from './open-config.ts';
import { selectOrFail } from './select-or-fail.ts';
import type { ShowOptions } from './state-options.ts';
import { type QuietReader, readQuietly } from './stored-state.ts';

/** The options of `svcmon gate`. */
export interface GateOptions extends ShowOptions {
  readonly for: string;
  readonly timeout: string;
  readonly version?: string;
}

const mostResults = 100_000;
const mostDeployments = 100;

/** Runs `svcmon gate` from the parsed command line to its exit code. */
export async function runGate(
  { args: [name = ''], options }: CommandInput<GateOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  const { output, signal } = context;
  const forMs = durationIn('--for', options.for);
  const timeoutMs = durationIn('--timeout', options.timeout);
  if (timeoutMs < forMs) throw new UsageError('--timeout is shorter than --for: it could never be proven');
  const config = await openConfig(options, context);
  const [configured] = selectOrFail(config.services, { names: [name], tags: [] });
  if (configured === undefined) throw new UsageError(`there is no service ${JSON.stringify(name)}`, exitCodes.noMatch);
  const { service } = configured;
  const storage = options.storage === undefined ? config.storage : { url: options.storage };
  const read: QuietReader = (work) => readQuietly({ storage }, work);
  const release = await releaseOf(service.name, options.version, read);
  const outcome = await waitAtGate(
    {
      ...service,
      forMs,
      timeoutMs,
      fromAt: release?.createdAt ?? Math.floor(systemClock.now()),
      ownIntervalMs: raisedIntervalMs(service) ?? service.intervalMs,
    },
    {
      clock: systemClock,
      startTimer: systemTimer,
      signal,
      stored: (fromAt) =>
        read((store) => store.results({ service: service.name, fromAt, limit: mostResults, order: 'oldest' })),
      look: await lookerAt(configured, config, context),
      deployment: async () => release && read((store) => store.deployment(release.id)),
      told: (standing) => output.status(standingText(service.name, standing, forMs)),
    },
  );
  tell(service.name, outcome, options, context);
  if (signal.aborted) return exitCodes.interrupted;
  return endings[outcome.outcome];
}

const endings = { proven: exitCodes.ok, failed: exitCodes.unhealthy, not_proven: exitCodes.unknown } as const;

async function releaseOf(
  service: string,
  version: string | undefined,
  read: QuietReader,
): Promise<Deployment | undefined> {
  if (version === undefined) return undefined;
  const told = await read((store) => store.deployments({ service, limit: mostDeployments }));
  const found = told.find((deployment) => deployment.version === version);
  if (found !== undefined) return found;
  const name = releaseName({ service, version });
  throw new UsageError(`no deployment of ${name} was recorded: svcmon deploy record does that`, exitCodes.noMatch);
}

/** Loads what probing takes only once; whoever calls svcmon is known by what a monitor has stored. */
async function lookerAt(
  configured: ConfiguredService,
  config: Config,
  context: CommandContext,
): Promise<() => Promise<GatedResult | undefined>> {
  const { signal } = context;
  const { storedCalls } = await import('./stored-calls.ts');
  const calls = configured.probe.calledBy === undefined ? undefined : await storedCalls(config, context);
  const app = createApp({ ...config, ...(calls && { calls }) });
  return async () => {
    const report = await app.checkOnce([configured], { maxWorkers: 1, signal });
    return signal.aborted ? undefined : report.results[0];
  };
}

function tell(
  service: string,
  outcome: GateOutcome,
  { format }: Pick<GateOptions, 'format'>,
  { output }: Pick<CommandContext, 'output'>,
): void {
  const message = outcomeText(service, outcome);
  const { standing, waitedMs, source } = outcome;
  if (format === 'table') {
    output.data(`${message}\n`);
    return;
  }
  const document: GateDocument = {
    schema: 'svcmon.gate/v1',
    timestamp: toInstant(systemClock.now()),
    service: toPlainLine(service),
    outcome: outcome.outcome,
    message,
    healthy_ms: 'healthyMs' in standing ? toMs(standing.healthyMs) : 0,
    checks: standing.checks,
    waited_ms: toMs(waitedMs),
    source,
  };
  output.data(`${JSON.stringify(document, null, 2)}\n`);
}

function outcomeText(service: string, { outcome, standing, deployment, waitedMs }: GateOutcome): string {
  const name = toPlainLine(service);
  if (deployment !== undefined) {
    const why = deployment.rollback === undefined ? deployment.evidence?.message : 'it was rolled back';
    return toPlainLine(`${releaseName(deployment)} has failed: ${why ?? ''}`);
  }
  if (standing.kind === 'down') return toPlainLine(`${name} is down: ${standing.message}`);
  const healthy = formatDuration(standing.healthyMs);
  if (outcome === 'proven') return `${name} has been healthy for ${healthy}, ${standing.checks} checks`;
  const last = standing.kind === 'waiting' ? standing.last : undefined;
  const seen = last === undefined ? 'nothing was seen of it' : `the last check was ${last.status}`;
  return `${name} is not proven healthy after ${formatDuration(waitedMs)}: healthy for ${healthy}; ${seen}`;
}

function standingText(service: string, standing: GateStanding, forMs: number): string {
  const healthyMs = 'healthyMs' in standing ? standing.healthyMs : 0;
  return `${toPlainLine(service)}: healthy for ${formatDuration(healthyMs)} of ${formatDuration(forMs)}, ${standing.checks} checks`;
}
