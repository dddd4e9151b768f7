import type { DeploymentDesk } from '../api/desks/deployments.ts';
import { createDeploymentDesk } from '../app/deployment-desk.ts';
import { bakeTimeIn } from '../app/deployments.ts';
import { systemClock } from '../app/system-clock.ts';
import { type Deployment, type DeploymentStatus, releaseName } from '../domain/deployment.ts';
import { isUnjudged } from '../domain/deployment-evidence.ts';
import { deploymentRequest, rollbackRequest } from '../domain/deployment-request.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import { deploymentDocument } from '../reporting/deployment-document.ts';
import { toInstant } from '../reporting/machine-values.ts';
import type { Store } from '../storage/store.ts';
import type { CommandContext, CommandInput } from './command.ts';
import { awaitVerdict } from './deployments/await-verdict.ts';
import { deploymentBlock } from './deployments/deployment-block.ts';
import { deploymentList } from './deployments/deployment-list.ts';
import { parseRequest } from './deployments/parse-request.ts';
import { type ExitCode, exitCodes, UsageError } from './exit-code.ts';
import { durationIn } from './instant.ts';
import { knownService } from './known-service.ts';
import { openState, type StateConfig } from './open-state.ts';
import { nameOf } from './person.ts';
import { pickOne } from './pick-one.ts';
import { selectOrFail } from './select-or-fail.ts';
import { readServices } from './services-seen.ts';
import type { PersonOptions, ShowOptions } from './state-options.ts';
import { readStore, writeStore } from './stored-state.ts';
import { lookOf } from './terminal.ts';
import { createWallTime } from './wall-time.ts';

/** The options of `svcmon deploy list`. */
export interface ListDeploymentsOptions extends ShowOptions {
  readonly service?: string;
  readonly environment?: string;
  readonly status?: DeploymentStatus;
  readonly limit: number;
}

/** The options of `svcmon deploy record`. */
export interface RecordDeploymentOptions extends ShowOptions, PersonOptions {
  readonly version: string;
  readonly environment: string;
  readonly commit?: string;
  readonly url?: string;
  readonly bake?: string;
  readonly wait?: boolean;
}

/** The options of `svcmon deploy rollback`. */
export interface RollBackOptions extends ShowOptions, PersonOptions {
  readonly reason?: string;
}

// Enough to see which ids a short one could be taken for.
const neighbours = 1_000;

/** Runs `svcmon deploy list` from the parsed command line to its exit code. */
export async function runListDeployments(
  { options }: CommandInput<ListDeploymentsOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  const { output } = context;
  const { service, environment, status, limit } = options;
  const config = await openState(options, context);
  const filter = {
    ...(service !== undefined && { service }),
    ...(environment !== undefined && { environment }),
    ...(status !== undefined && { status }),
  };
  const found = await readStore(config, context, async (store) => {
    if (service !== undefined) await knownService(store, config, service);
    return store.deployments({ ...filter, limit: Math.max(limit, neighbours) });
  });
  const shown = found.slice(0, limit);
  const nowAt = systemClock.now();
  if (options.format === 'json') {
    const deployments = shown.map(deploymentDocument);
    const document = { schema: 'svcmon.deployments/v1', timestamp: toInstant(nowAt), deployments };
    output.data(`${JSON.stringify(document, null, 2)}\n`);
    return exitCodes.ok;
  }
  const ids = found.map(({ id }) => id);
  output.data(deploymentList(shown, { ids, time: createWallTime({ nowAt }), look: lookOf(output.stdout, context) }));
  if (shown.length === 0) output.note('no deployments');
  return exitCodes.ok;
}

/** Runs `svcmon deploy record` from the parsed command line to its exit code. */
export async function runRecordDeployment(
  { args: [name = ''], options }: CommandInput<RecordDeploymentOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  const { output, environment, signal } = context;
  const { version, environment: to, commit, url, bake, wait } = options;
  const config = await openState(options, context);
  const services = await readServices(config, context);
  selectOrFail(
    services.map((service) => ({ service })),
    { names: [name], tags: [] },
  );
  const request = parseRequest(deploymentRequest, {
    service: name,
    version,
    environment: to,
    commit,
    url,
    by: nameOf(options, environment),
    bake_time_ms: bake === undefined ? undefined : durationIn('--bake', bake),
  });
  const recorded = await writeStore(config, (store) => deskOf(config, store).record(request));
  if (recorded === undefined) throw new UsageError(`there is no service ${JSON.stringify(name)}`, exitCodes.noMatch);
  if (!wait) {
    tell(recorded, options, context);
    output.note('the monitor watches it: svcmon deploy list shows what comes of it');
    return exitCodes.ok;
  }
  output.note(`${toPlainLine(releaseName(recorded))}, deployment ${recorded.id}: waiting until it is judged`);
  const last = await awaitVerdict(recorded, {
    read: () => readStore(config, context, (store) => store.deployment(recorded.id)),
    output,
    signal,
  });
  tell(last, options, context);
  return signal.aborted ? exitCodes.interrupted : endingOf(last);
}

/** Runs `svcmon deploy rollback` from the parsed command line to its exit code. */
export async function runRollBack(
  { args: [text = ''], options }: CommandInput<RollBackOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  const { output, environment } = context;
  const config = await openState(options, context);
  const { by, reason = '' } = parseRequest(rollbackRequest, {
    by: nameOf(options, environment),
    reason: options.reason,
  });
  const known = await readStore(config, context, (store) => store.deployments({ limit: neighbours }));
  const { id } = pickOne(known, text, 'deployment');
  const outcome = await writeStore(config, (store) => deskOf(config, store).rollBack(id, { by: by ?? '', reason }));
  if (outcome.kind === 'not_found') throw new UsageError(`there is no deployment ${id}`, exitCodes.noMatch);
  if (outcome.kind === 'wrong_state') throw new UsageError(wrongStateText(outcome.deployment));
  tell(outcome.deployment, options, context);
  const isOwed = outcome.deployment.rollback?.webhook !== undefined;
  output.note(isOwed ? 'the monitor calls the rollback webhook' : 'no rollback webhook is configured: nobody is told');
  return exitCodes.ok;
}

/** Why a deployment cannot be rolled back, as a sentence. */
function wrongStateText(deployment: Deployment): string {
  const name = toPlainLine(releaseName(deployment));
  if (deployment.status === 'rolled_back') return `${name} was rolled back already`;
  return `${name} is ${deployment.status}: only what has ended can be rolled back`;
}

function deskOf({ services, config }: StateConfig, store: Store): DeploymentDesk {
  const byName = new Map(services.map((configured) => [configured.service.name, configured]));
  const settingsOf = (name: string) => byName.get(name)?.service.deployments;
  return createDeploymentDesk({
    store,
    clock: systemClock,
    random: Math.random,
    // Whether there is such a service was looked at before.
    isKnown: () => true,
    bakeTimeOf: (name) => bakeTimeIn(byName.get(name), config?.deployments),
    hasWebhook: (name) => (settingsOf(name)?.rollbackWebhook ?? config?.deployments.rollbackWebhook) !== undefined,
  });
}

function tell(deployment: Deployment, { format }: Pick<ShowOptions, 'format'>, context: CommandContext): void {
  const { output } = context;
  if (format === 'json') {
    const document = { schema: 'svcmon.deployment/v1', deployment: deploymentDocument(deployment) };
    output.data(`${JSON.stringify(document, null, 2)}\n`);
    return;
  }
  const time = createWallTime({ nowAt: systemClock.now() });
  output.data(deploymentBlock(deployment, time, lookOf(output.stdout, context)));
}

function endingOf({ status, evidence }: Deployment): ExitCode {
  if (status === 'success') return exitCodes.ok;
  if (status === 'rolled_back') return exitCodes.unhealthy;
  const reason = evidence?.reason;
  return reason === undefined || isUnjudged(reason) ? exitCodes.unknown : exitCodes.unhealthy;
}
