import type { BoundChannel } from '../channels/channel.ts';
import type { Scope } from '../domain/access.ts';
import type { AlertRule } from '../domain/alert-rule.ts';
import type { MaintenanceSchedule } from '../domain/calendar.ts';
import type { ReportSchedule } from '../domain/report-schedule.ts';
import type { Route } from '../domain/routes.ts';
import type { Secret } from '../domain/secret.ts';
import type { DeploymentSettings, Service } from '../domain/service.ts';
import type { ServiceGroup } from '../domain/slo.ts';
import type { BoundProbe } from '../probes/probe.ts';
import type { ListenAddress } from './listen-address.ts';
import type { Position, Problem } from './problem.ts';

/** One service, ready to be checked, and where it is configured. */
export interface ConfiguredService {
  readonly service: Service;
  readonly probe: BoundProbe;
  readonly position: Position;
  /** Its keys as configured, defaults included, with secrets masked: for showing. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The same as long as nothing changes that its checks depend on, secrets and files it names included. */
  readonly fingerprint: string;
}

/** One channel, ready to be sent through. */
export interface ConfiguredChannel {
  readonly name: string;
  readonly type: string;
  readonly channel: BoundChannel;
}

/** When and how checks run. */
export interface MonitoringSettings {
  /** Between two checks of a service that has no interval of its own. */
  readonly checkIntervalMs: number;
  /** Several at once, unless the command line says otherwise. */
  readonly parallelChecks: boolean;
  /** Most checks at once when they run in parallel. */
  readonly maxWorkers: number;
  /** `http:`, `https:` and `dns:` URLs of what answers as long as our own network works. */
  readonly canaries: readonly string[];
  /** Asked after every round whose results were also stored. */
  readonly heartbeatUrl?: Secret;
}

/** Where history is kept, and for how long. */
export interface StorageSettings {
  /** `sqlite:PATH`, below the working directory unless absolute. */
  readonly url: string;
  /** Whether the file has a `storage:` section: else nobody asked for history. */
  readonly configured: boolean;
  readonly retention: {
    readonly resultsMs: number;
    readonly hourlyMs: number;
    readonly dailyMs: number;
  };
}

/** How reports are made. */
export interface ReportSettings {
  /** An IANA zone: that of days, months and the windows of an SLO. */
  readonly timezone: string;
  /** Folder of the files, below the working directory unless absolute. */
  readonly directory: string;
  /** Those that the monitor makes by itself. */
  readonly schedule: readonly ReportSchedule[];
}

/** How services are watched after a deployment, unless one says otherwise. */
export interface DeploymentDefaults extends DeploymentSettings {
  readonly bakeTimeMs: number;
}

/** Where it is listened to those that call svcmon. */
export interface ServerSettings {
  /** Nowhere without it. */
  readonly listen?: ListenAddress;
  /** What every path begins with; empty, or a path without a slash at its end. */
  readonly basePath: string;
  /** Names under which it may be called, in lower case; beside `localhost`, addresses and the host it listens at. */
  readonly hosts: readonly string[];
  readonly corsOrigins: readonly string[];
  /** Even for reading on this machine. */
  readonly requireToken: boolean;
  /** Whether the API leaves the configuration alone. */
  readonly readOnly: boolean;
  /** Addresses and ranges of proxies whose headers are believed. */
  readonly trustProxy: false | readonly string[];
  /** Of one client address. */
  readonly rateLimit: { readonly maxRequests: number; readonly timeWindowMs: number };
  readonly accessLog: 'all' | 'changes' | 'none';
  /** Whether callers of the API may have private addresses looked at; a list holds those that they may. */
  readonly allowPrivateTargets: boolean | readonly string[];
  /** Targets that whoever may read may have probed; `*` stands for any text. */
  readonly probeTargets: readonly string[];
  /** By name: the keys of a service without its target, as configured. */
  readonly modules: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly oidc?: OidcSettings;
}

/** Who is told of the metrics. */
export interface MetricsSettings {
  readonly otlp?: OtlpSettings;
}

/** A receiver of OTLP over HTTP. */
export interface OtlpSettings {
  /** Where to post. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, Secret>>;
  readonly protocol: 'http/protobuf' | 'http/json';
  readonly compression: 'gzip' | 'none';
  readonly intervalMs: number;
  /** Of one export. */
  readonly timeoutMs: number;
  /** Attributes of the resource beside, or in place of, those that svcmon says of itself. */
  readonly resource: Readonly<Record<string, string | number | boolean>>;
}

/** The OpenID provider at which people log in. */
export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: Secret;
  readonly scopes: readonly string[];
  readonly redirectUrl: string;
  readonly groupsClaim: string;
  /** Who may do what; each has an address in lower case, or a group. */
  readonly allow: readonly { readonly email?: string; readonly group?: string; readonly scope: Scope }[];
}

/** A whole configuration without a mistake. */
export interface Config {
  /** In the order of the file, then of the included files. */
  readonly services: readonly ConfiguredService[];
  readonly monitoring: MonitoringSettings;
  readonly alerts: {
    /** Folder of the alert files. */
    readonly directory: string;
    /** Those of `channels`, and those that `directory` and `webhook_url` stand for. */
    readonly channels: readonly ConfiguredChannel[];
    /** In the order they are tried; never empty. */
    readonly routes: readonly Route[];
    /** Which kinds of trouble are told. */
    readonly rules: ReadonlySet<AlertRule>;
    /** How long before its expiry a certificate is told of again, ms. */
    readonly certificateStagesMs: readonly number[];
  };
  readonly maintenance: readonly MaintenanceSchedule[];
  /** Those that `groups:` names. */
  readonly groups: readonly ServiceGroup[];
  readonly reports: ReportSettings;
  readonly deployments: DeploymentDefaults;
  readonly storage: StorageSettings;
  readonly server: ServerSettings;
  readonly metrics: MetricsSettings;
  /** Where a webhook is still the placeholder of the examples, to which nothing is posted. */
  readonly placeholders: readonly Problem[];
  /** What else is no mistake but worth saying once. */
  readonly warnings: readonly Problem[];
  /** Every text that must be masked wherever something is written. */
  readonly secrets: readonly string[];
}
