import { existsSync } from 'node:fs';
import { createApp } from '../app/app.ts';
import type { Config } from '../config/config.ts';
import type { ConfigFiles } from '../config/file-text.ts';
import { diskFiles } from '../config/file-text.ts';
import { loadConfig } from '../config/load.ts';
import { summarize } from '../domain/check-report.ts';
import type { CheckResult } from '../domain/check-result.ts';
import { probes } from '../probes/registry.ts';
import type { RenderOptions } from '../reporting/format.ts';
import { json } from '../reporting/json.ts';
import type { CommandContext, CommandInput } from './command.ts';
import type { EndpointOptions } from './endpoint-options.ts';
import { endpointService } from './endpoint-service.ts';
import { type ExitCode, exitCodeFor, exitCodes, UsageError } from './exit-code.ts';
import { explainingParts } from './explain-assertions.ts';
import { explainEndpoint } from './explain-endpoint.ts';
import { readHeaderLines } from './header-lines.ts';
import { openConfig } from './open-config.ts';
import { defaultConfigPath } from './options.ts';
import { selectOrFail } from './select-or-fail.ts';
import { lookOf } from './terminal.ts';

/** The options of `svcmon test-endpoint`. */
export interface TestEndpointOptions extends EndpointOptions {
  readonly format: 'text' | 'json';
  readonly json?: boolean;
  readonly explain?: boolean;
  readonly curl?: boolean;
}

type Endpoint = Pick<Config, 'services' | 'secrets'>;

/** Runs `svcmon test-endpoint` from the parsed command line to its exit code. */
export async function runTestEndpoint(
  { args, options }: CommandInput<TestEndpointOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  const { output, signal } = context;
  const [target = ''] = args;
  const { services, secrets } = target.includes('://')
    ? await endpointAt(target, options, context)
    : await endpointNamed(target, options, context);
  if (options.curl) {
    const { curlCommand } = await import('./curl-command.ts');
    for (const { command, notes } of services.map(curlCommand)) {
      output.data(`${command}\n`);
      for (const note of notes) output.note(`svcmon: ${note}`);
    }
    return exitCodes.ok;
  }
  const checks = options.explain ? services.map(explainingParts) : services;
  const report = await createApp({ secrets }).checkOnce(checks, { maxWorkers: 1, signal });

  const look = lookOf(output.stdout, context);
  if (options.json || options.format === 'json') output.data(json.render(report, look));
  else await explainAll(report.results, look, output);
  return signal.aborted ? exitCodes.interrupted : exitCodeFor(summarize(report.results), 'unhealthy');
}

async function explainAll(results: readonly CheckResult[], look: RenderOptions, output: CommandContext['output']) {
  const kinds = await probes.some(results.map(({ type }) => type));
  for (const result of results) {
    const table = kinds.find(({ type }) => type === result.type)?.facts ?? {};
    output.data(explainEndpoint(result, { ...look, table }));
  }
}

/** The endpoint as a configuration of one service that stands in no file, so that the same schema and messages serve. */
async function endpointAt(url: string, options: EndpointOptions, { environment }: CommandContext): Promise<Endpoint> {
  const service = await endpointService(url, options, await readHeaderLines(options.header ?? []));
  const text = JSON.stringify({ services: [service] });
  const files: ConfigFiles = {
    ...diskFiles,
    read: async (path, maxBytes) =>
      path === commandLine ? { ok: true, text, readableByOthers: false } : diskFiles.read(path, maxBytes),
  };
  const loaded = await loadConfig({ path: commandLine, environment, files });
  if (loaded.ok) return loaded.config;
  const sentences = loaded.problems.map(({ path, message, hint }) => {
    return `${path.replace('services[0].', '')}: ${message}${hint === undefined ? '' : ` – ${hint}`}`;
  });
  throw new UsageError(sentences.join('\nsvcmon: '));
}

const commandLine = 'command line';

async function endpointNamed(name: string, options: EndpointOptions, context: CommandContext): Promise<Endpoint> {
  if (options.config === undefined && !existsSync(defaultConfigPath)) {
    throw new UsageError(`${JSON.stringify(name)} is no URL; write https://${name} for example`);
  }
  const { services, secrets } = await openConfig(options, context);
  const known = services.some(({ service }) => service.name === name);
  if (!known && /[.:/]/.test(name)) {
    throw new UsageError(
      `no service is named ${JSON.stringify(name)}; if it is a host, write https://${name}`,
      exitCodes.noMatch,
    );
  }
  return { services: selectOrFail(services, { names: [name], tags: [] }), secrets };
}
