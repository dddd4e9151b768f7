import { type AlertRule, rulesOfServices } from '../domain/alert-rule.ts';
import type { FunctionFiles } from '../domain/functions/answer-function.ts';
import { createRedactor, type Redact } from '../domain/redaction.ts';
import { builtInTables, everyKind, type KindTables, namedKinds } from './choose-kinds.ts';
import type { Config, ConfiguredService, MonitoringSettings, StorageSettings } from './config.ts';
import { type Environment, processEnvironment } from './environment.ts';
import { type ConfigFiles, diskFiles } from './file-text.ts';
import { fingerprintOf } from './fingerprint.ts';
import { type Gathered, gatherFiles } from './gather.ts';
import { type InterpretContext, type Interpreted, interpretFiles } from './interpret.ts';
import { toMetrics } from './metrics-schema.ts';
import { type Problem, type Sources, tidyProblems } from './problem.ts';
import { toDeploymentSettings } from './read-deployments.ts';
import { toReports } from './read-reports.ts';
import type { ReadService } from './read-service.ts';
import { type Readable, readableOf } from './readable.ts';
import { isRecord } from './record.ts';
import type { FileOptions } from './schema.ts';
import { maskOptions } from './secrets.ts';
import { positionIn, problemsIn, type Section, sectionAt } from './section.ts';
import type { Origins } from './stamp.ts';
import { exposureWarnings, topWarnings } from './warnings.ts';

/** Where to load from; kinds and effects are the real ones unless given. */
export interface LoadOptions extends Partial<KindTables>, Pick<InterpretContext, 'intervalMs' | 'listen'> {
  /** The main file. */
  readonly path: string;
  readonly environment?: Environment;
  readonly files?: ConfigFiles;
}

/** The configuration, or every problem of all its files at once; with the texts to show them in. */
export type LoadResult =
  | { readonly ok: true; readonly config: Config; readonly sources: Sources; readonly origins: Origins }
  | {
      readonly ok: false;
      readonly problems: readonly Problem[];
      readonly sources: Sources;
      readonly origins: Origins;
      /** What could be read all the same; absent where the main file is no YAML mapping. */
      readonly readable?: Readable;
    };

/** Loads a configuration with all files that it includes. Whatever they hold comes back as problems; it rejects only for a defect. */
export async function loadConfig(options: LoadOptions): Promise<LoadResult> {
  const { path, environment = processEnvironment(), files = diskFiles } = options;
  const gathered = await gatherFiles(path, { environment, files });
  const sources = new Map(gathered.opened.map(({ name, text }) => [name, text]));
  const referenceProblems = gathered.opened.flatMap(({ loaded, problems }) => (loaded === undefined ? [] : problems));
  const { main } = gathered;
  const found = { files: originsOf(gathered), main: path, include: main?.top.include ?? [] };
  if (main === undefined) return { ok: false, problems: gathered.problems, sources, origins: found };
  const interpreted = await interpret(gathered, main, { ...options, files, environment });
  const redact = createRedactor(interpreted.secrets);
  const problems = [...gathered.problems, ...interpreted.problems];
  const config = assemble(gathered, interpreted, { ...main, redact });
  const origins = { ...found, files: [...found.files, ...interpreted.functions.files.keys()] };
  if (problems.length === 0) return { ok: true, config, sources, origins };
  interpreted.functions.undo();
  const tidy = tidyProblems(problems, { sources, referenceProblems, redact });
  return { ok: false, problems: tidy, sources, origins, readable: readableOf(config, gathered, problems) };
}

/** Reads with the kinds that are named; where that shows a mistake, with all, which know best how it is mended. */
async function interpret(
  gathered: Gathered,
  main: NonNullable<Gathered['main']>,
  {
    probes,
    channels,
    intervalMs,
    listen,
    files,
    environment,
  }: LoadOptions & Pick<InterpretContext, 'files' | 'environment'>,
): Promise<Interpreted> {
  const tables = { probes: probes ?? builtInTables.probes, channels: channels ?? builtInTables.channels };
  const context = { intervalMs, listen, files, environment };
  const interpreted = await interpretFiles(gathered, main, { ...context, ...(await namedKinds(gathered, tables)) });
  if (interpreted.problems.length === 0) return interpreted;
  interpreted.functions.undo();
  return interpretFiles(gathered, main, { ...context, ...(await everyKind(tables)) });
}

/** The files as they are named, and those that their references name. */
function originsOf({ opened }: Gathered): readonly string[] {
  return opened.flatMap(({ name, referenced }) => [name, ...referenced]);
}

function assemble(
  gathered: Gathered,
  { services, functions, server, alerts, maintenance, groups, secrets, warnings }: Interpreted,
  { top, section, redact }: { readonly top: FileOptions; readonly section: Section; readonly redact: Redact },
): Config {
  return {
    services: services.map((read) => configured(read, { redact, files: functions.files })),
    monitoring: toMonitoring(top.monitoring),
    alerts: {
      directory: top.alerts.directory,
      channels: alerts.channels,
      routes: alerts.routes,
      rules: rulesOf(top.alerts.rules),
      certificateStagesMs: top.alerts.certificate_stages,
    },
    maintenance,
    groups,
    reports: toReports(top.reports),
    deployments: { ...toDeploymentSettings(top.deployments), bakeTimeMs: top.deployments.bake_time },
    storage: toStorage(top.storage, section.data),
    server,
    metrics: toMetrics(top.metrics),
    placeholders: placeholdersOf(alerts, section),
    warnings: [...warningsOf(gathered, secrets, section), ...warnings],
    secrets: [...secrets],
  };
}

function toMonitoring(keys: FileOptions['monitoring']): MonitoringSettings {
  return {
    checkIntervalMs: keys.check_interval,
    parallelChecks: keys.parallel_checks,
    maxWorkers: keys.max_workers,
    canaries: keys.canaries,
    ...(keys.heartbeat_url !== undefined && { heartbeatUrl: keys.heartbeat_url }),
  };
}

/** What is turned on, and what tells of troubles of svcmon itself. */
function rulesOf(rules: FileOptions['alerts']['rules']): ReadonlySet<AlertRule> {
  return new Set<AlertRule>([...rulesOfServices.filter((rule) => rules[rule]), 'monitor_offline', 'storage']);
}

function toStorage({ url, retention }: FileOptions['storage'], data: unknown): StorageSettings {
  return {
    url,
    configured: isRecord(data) && isRecord(data.storage),
    retention: { resultsMs: retention.results, hourlyMs: retention.hourly, dailyMs: retention.daily },
  };
}

interface Outfit {
  readonly redact: Redact;
  readonly files: FunctionFiles;
}

function configured(read: ReadService, { redact, files }: Outfit): ConfiguredService {
  const { service, probe, section } = read;
  const options = maskOptions(section.data, redact);
  // The probe masks what a URL shows to be secret; what came from a variable or a file is only known here.
  const target = redact(probe.target);
  return {
    service,
    probe: { ...probe, target },
    position: positionIn(section),
    options: isRecord(options) ? options : {},
    fingerprint: fingerprintOf(read, files),
  };
}

function placeholdersOf({ placeholders }: Interpreted['alerts'], section: Section): readonly Problem[] {
  const findings = placeholders.map((path) => ({
    path: ['alerts', ...path],
    message: 'still the placeholder: nothing is posted there',
    hint: 'put in your own webhook, or remove the key',
  }));
  return problemsIn(section, findings);
}

function warningsOf(
  { opened, services, warnings }: Gathered,
  secrets: Interpreted['secrets'],
  section: Section,
): readonly Problem[] {
  const exposed = opened.flatMap(({ loaded }) =>
    loaded === undefined ? [] : problemsIn(sectionAt(loaded, []), exposureWarnings(loaded, secrets)),
  );
  const top = topWarnings(section.data, { services: services.length });
  return [...warnings, ...problemsIn(section, top), ...exposed];
}
