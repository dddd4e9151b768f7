import type { BoundChannel } from '../channels/channel.ts';
import type { Service } from '../domain/service.ts';
import type { BoundProbe } from '../probes/probe.ts';
import type { Position, Problem } from './problem.ts';

/** One service, ready to be checked, and where it is configured. */
export interface ConfiguredService {
  readonly service: Service;
  readonly probe: BoundProbe;
  readonly position: Position;
  /** Its keys as configured, defaults included, with secrets masked: for showing. */
  readonly options: Readonly<Record<string, unknown>>;
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
  };
  /** Whether a webhook is still the placeholder of the examples, to which nothing is posted. */
  readonly placeholderWebhook: boolean;
  /** What is no mistake but worth saying once. */
  readonly warnings: readonly Problem[];
  /** Every text that must be masked wherever something is written. */
  readonly secrets: readonly string[];
}
