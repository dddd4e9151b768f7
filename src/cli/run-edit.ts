import { createApp } from '../app/app.ts';
import { addService, type EditResult, removeService } from '../config/edit.ts';
import { loadConfig } from '../config/load.ts';
import { formatProblems } from '../config/problem.ts';
import type { CommandContext, CommandInput } from './command.ts';
import type { EndpointOptions } from './endpoint-options.ts';
import { endpointService, type RawService } from './endpoint-service.ts';
import { type ExitCode, exitCodes, UsageError } from './exit-code.ts';
import { readHeaderLines } from './header-lines.ts';
import { openOrStartConfig } from './open-config.ts';
import { type ConfigOptions, defaultConfigPath } from './options.ts';
import { describeUnmatched, select } from './selection.ts';
import { statusLine } from './status-line.ts';
import { colorFor, lookOf, stderrColor } from './terminal.ts';
import { changedLines } from './text-changes.ts';

/** The options of `svcmon add-service`. */
export interface AddOptions extends EndpointOptions {
  readonly group?: string;
  readonly tag?: readonly string[];
  readonly interval?: string;
  readonly runbook?: string;
  readonly dryRun?: boolean;
  readonly ifNotExists?: boolean;
  /** False with `--no-probe`. */
  readonly probe: boolean;
}

/** The options of `svcmon remove-service`. */
export interface RemoveOptions extends ConfigOptions {
  readonly dryRun?: boolean;
  readonly ifExists?: boolean;
}

/** Runs `svcmon add-service`. A service that is unhealthy right after it was added is told, and no reason to fail. */
export async function runAddService(
  { args, options }: CommandInput<AddOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  const [name = '', url = ''] = args;
  const path = options.config ?? defaultConfigPath;
  const { services } = await openOrStartConfig(options, context);
  if (options.ifNotExists && services.some(({ service }) => service.name === name)) {
    context.output.note(`${path}: ${name} is there already`);
    return exitCodes.ok;
  }
  const service = await entryFor(name, url, options);
  const { environment } = context;
  const result = await addService({ path, environment, service, ...(options.dryRun === true && { dryRun: true }) });
  tell(result, { verb: options.dryRun === true ? 'would be added' : 'added', name }, context);
  if (options.probe && options.dryRun !== true) await lookOnce(path, name, context);
  return exitCodes.ok;
}

/** Runs `svcmon remove-service`; exit code 4 when there is no such service. */
export async function runRemoveService(
  { args, options }: CommandInput<RemoveOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  const [name = ''] = args;
  const path = options.config ?? defaultConfigPath;
  const { environment, output } = context;
  const loaded = await loadConfig({ path, environment });
  // A broken configuration may be mended by removing a service: then the editor itself looks for the name.
  const [missing] = loaded.ok ? select(loaded.config.services, { names: [name], tags: [] }).unmatched : [];
  if (missing !== undefined) {
    if (!options.ifExists) throw new UsageError(describeUnmatched(missing), exitCodes.noMatch);
    output.note(`${path}: there is no ${name}`);
    return exitCodes.ok;
  }
  const result = await removeService({ path, environment, name, ...(options.dryRun === true && { dryRun: true }) });
  tell(result, { verb: options.dryRun === true ? 'would be removed' : 'removed', name }, context);
  return exitCodes.ok;
}

async function entryFor(name: string, url: string, options: AddOptions): Promise<RawService> {
  if (!URL.canParse(url)) throw new UsageError(`${JSON.stringify(url)} is no URL; write https://${url} for example`);
  const { group, tag, interval, runbook } = options;
  const endpoint = await endpointService(url, options, await readHeaderLines(options.header ?? []));
  const more = { group, tags: tag === undefined ? undefined : Object.fromEntries(tag.map(tagOf)), interval, runbook };
  const entries = Object.entries({ ...endpoint, name, ...more });
  return Object.fromEntries(
    entries.filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
}

function tagOf(text: string): readonly [string, string] {
  const [key = '', ...value] = text.split('=');
  if (key === '' || value.length === 0) throw new UsageError(`--tag ${text}: expected key=value`);
  return [key, value.join('=')];
}

function tell(
  result: EditResult,
  { verb, name }: { readonly verb: string; readonly name: string },
  context: CommandContext,
): void {
  const { output } = context;
  if (!result.ok) {
    output.note(formatProblems(result.problems, result.sources, { color: stderrColor(context) }).trimEnd());
    throw new UsageError('nothing was changed');
  }
  output.data(changedLines(result.before, result.after, { color: colorFor(output.stdout, context) }));
  output.note(`${result.file}: ${name} ${verb}`);
}

async function lookOnce(path: string, name: string, context: CommandContext): Promise<void> {
  const { environment, output, signal } = context;
  const loaded = await loadConfig({ path, environment });
  if (!loaded.ok) return;
  const { services, secrets } = loaded.config;
  const added = services.filter(({ service }) => service.name === name);
  const { results } = await createApp({ secrets }).checkOnce(added, { maxWorkers: 1, signal });
  for (const result of results) output.note(statusLine(result, lookOf(output.stderr, context)));
}
