import { derivedSecretsOf } from '../auth/registry.ts';
import type { Channel } from '../channels/channel.ts';
import type { LoadedFunctions } from '../domain/functions/answer-functions.ts';
import { secretsIn } from '../domain/secret.ts';
import type { Probe } from '../probes/probe.ts';
import { loadAnswerFunctions } from './answer-functions.ts';
import type { CompileAssertions } from './assertions.ts';
import { authExaminer } from './auth-expressions.ts';
import type { ServerSettings } from './config.ts';
import type { DataPath } from './data-path.ts';
import type { ConfigFiles } from './file-text.ts';
import type { Gathered } from './gather.ts';
import type { ListenAddress } from './listen-address.ts';
import { phaseTimeoutWarnings } from './phase-timeouts.ts';
import type { Problem } from './problem.ts';
import { type ReadAlerts, readAlerts } from './read-alerts.ts';
import { callerProblems, unheardWarnings } from './read-callers.ts';
import { dependencyProblems } from './read-dependencies.ts';
import { type ReadGroups, readGroups } from './read-groups.ts';
import { type ReadMaintenance, readMaintenance } from './read-maintenance.ts';
import { readModules } from './read-modules.ts';
import { reportFindings } from './read-reports.ts';
import { readServer } from './read-server.ts';
import type { ReadService, ServiceContext } from './read-service.ts';
import { readServices } from './read-services.ts';
import { isRecord } from './record.ts';
import { rosterOf } from './roster.ts';
import type { FileOptions } from './schema.ts';
import { secretsOfProxies, secretsOfService } from './secrets.ts';
import { problemsIn, type Section } from './section.ts';
import { readDefaults } from './service-defaults.ts';

/** The kinds that a configuration is read with. */
export interface Kinds {
  readonly probes: readonly Probe[];
  readonly channels: readonly Channel[];
}

/** What services and alerts are read with. */
export interface InterpretContext extends Kinds, Pick<ServiceContext, 'environment'> {
  readonly files: ConfigFiles;
  /** Takes the place of `monitoring.check_interval`, ms. */
  readonly intervalMs?: number | undefined;
  /** Takes the place of `server.listen`. */
  readonly listen?: ListenAddress | undefined;
}

/** What the gathered files mean. */
export interface Interpreted {
  readonly services: readonly ReadService[];
  /** For their expressions. */
  readonly functions: LoadedFunctions;
  readonly alerts: ReadAlerts;
  readonly maintenance: ReadMaintenance['schedules'];
  readonly server: ServerSettings;
  readonly groups: ReadGroups['groups'];
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  /** Every secret that the files spell out or refer to. */
  readonly secrets: ReadonlySet<string>;
}

/** Reads services and alerts by the schemas of their kinds. */
export async function interpretFiles(
  gathered: Gathered,
  { top, section, findings }: NonNullable<Gathered['main']>,
  { probes, channels, intervalMs, listen = top.server.listen, files, environment }: InterpretContext,
): Promise<Interpreted> {
  const defaultsSection = under(section, 'defaults', top.defaults);
  const defaults = readDefaults(defaultsSection, probes);
  const { modules } = top.server;
  const entries = gathered.services.map(({ data }) => data);
  const serviceData = [top.defaults, ...entries, ...Object.values(modules)];
  const functions = await loadAnswerFunctions(serviceData, files);
  const context = await toContext(serviceData, {
    probes,
    defaults: { ...defaultsSection, of: defaults.of },
    checkIntervalMs: intervalMs ?? top.monitoring.check_interval,
    cutTimeouts: intervalMs !== undefined,
    thresholds: top.alerts.thresholds,
    ...{ files, environment },
  });
  const { services, problems } = readServices(gathered.services, context);
  const probing = readModules(modules, under(under(section, 'server', top.server), 'modules', modules), context);
  const roster = rosterOf(entries, top.defaults);
  // An entry with a mistake was left out, so that the places of those after it are not their own.
  const whole = (...path: DataPath) => !findings.some((finding) => path.every((key, at) => finding.path[at] === key));
  const alertsSection = under(section, 'alerts', top.alerts);
  const routes = whole('alerts', 'routes') ? top.alerts.routes : [];
  const alerts = readAlerts(alertsSection, { ...top.alerts, routes }, { kinds: channels, roster });
  const maintenanceSection = under(section, 'maintenance', top.maintenance);
  const maintenance = readMaintenance(whole('maintenance') ? top.maintenance : [], roster);
  const groups = readGroups(top.groups, { roster, services });
  return {
    services,
    functions,
    alerts,
    maintenance: maintenance.schedules,
    groups: groups.groups,
    problems: [
      ...problems,
      ...dependencyProblems(services, roster),
      ...callerProblems(services),
      ...probing.problems,
      ...problemsIn(defaultsSection, defaults.findings),
      ...problemsIn(alertsSection, alerts.findings),
      ...problemsIn(maintenanceSection, maintenance.findings),
      ...problemsIn(under(section, 'groups', top.groups), groups.findings),
      ...problemsIn(
        under(section, 'reports', top.reports),
        reportFindings(top.reports, { alerts: top.alerts, kinds: channels }),
      ),
    ],
    warnings: [
      ...problemsIn(alertsSection, alerts.warnings),
      ...problemsIn(maintenanceSection, maintenance.warnings),
      ...unheardWarnings(services, { listens: listen !== undefined }),
      ...phaseTimeoutWarnings(services),
    ],
    server: readServer(top.server, listen),
    secrets: secretsOf(gathered, { top, alerts, services: [...services, ...probing.services] }),
  };
}

/** The same with what reads the expressions that the data holds. */
async function toContext(
  data: readonly unknown[],
  settings: Omit<ServiceContext, 'compile' | 'examineAuth'>,
): Promise<ServiceContext> {
  return { ...settings, compile: await assertionCompiler(data), examineAuth: await authExaminer(data) };
}

/** What must be masked wherever something is written. */
function secretsOf(
  { opened, services: gathered }: Gathered,
  { top, alerts, services }: Pick<Interpreted, 'alerts' | 'services'> & { readonly top: FileOptions },
): ReadonlySet<string> {
  return new Set([
    ...opened.flatMap((file) => file.secrets),
    ...alerts.secrets,
    ...secretsIn(top.monitoring),
    ...secretsIn(top.server),
    ...secretsIn(top.metrics),
    ...secretsIn(top.deployments),
    ...services.flatMap(({ service, probeOptions, section: read }) => [
      ...secretsIn(service.deployments),
      ...secretsIn(probeOptions),
      ...derivedSecretsOf(probeOptions),
      // The environment may have named a proxy.
      ...secretsOfProxies(read.data),
    ]),
    ...[...gathered.map(({ data }) => data), ...Object.values(top.server.modules)].flatMap(secretsOfService),
    ...secretsOfService(top.defaults),
  ]);
}

function under(section: Section, key: string, data: unknown): Section {
  return { data, originOf: (path) => section.originOf([key, ...path]) };
}

/** The compiler is large and most files need none. */
async function assertionCompiler(data: readonly unknown[]): Promise<CompileAssertions> {
  const needed = data.some((entry) => isRecord(entry) && 'assertions' in entry);
  if (!needed) return () => ({ compiled: [], findings: [] });
  const { compileAssertions } = await import('./assertions.ts');
  return compileAssertions;
}
