import type { BoundChannel } from '../../src/channels/channel.ts';
import type { Config, ConfiguredService } from '../../src/config/config.ts';
import { defaultCertificateStagesMs, defaultRules } from '../../src/domain/service-policy.ts';
import type { Check } from '../../src/monitor/check.ts';
import { serverSettings } from './server-settings.ts';

/** Changes to a configuration; channels by their names. */
export interface ConfigChanges extends Partial<Omit<Config, 'alerts' | 'monitoring'>> {
  readonly monitoring?: Partial<Config['monitoring']>;
  readonly channels?: Readonly<Record<string, BoundChannel>>;
}

const dayMs = 86_400_000;

/** A check as the configuration would hold it. */
export function configured({ service, probe }: Check, fingerprint = service.name): ConfiguredService {
  return { service, probe, position: { file: 'services.yaml', line: 1, column: 1 }, options: {}, fingerprint };
}

/** A configuration of these services with the defaults of the language, without grouping of alerts; tests change what they are about. */
export function configOf(
  services: readonly ConfiguredService[],
  { monitoring, channels = {}, ...changes }: ConfigChanges = {},
): Config {
  const names = Object.keys(channels);
  const route = { match: {}, channels: names, repeatIntervalMs: 4 * 3_600_000, groupWaitMs: 0, continue: false };
  return {
    services,
    monitoring: { checkIntervalMs: 60_000, parallelChecks: true, maxWorkers: 10, canaries: [], ...monitoring },
    alerts: {
      directory: 'alerts',
      channels: Object.entries(channels).map(([name, channel]) => ({ name, type: channel.type, channel })),
      routes: [route],
      rules: defaultRules,
      certificateStagesMs: defaultCertificateStagesMs,
    },
    maintenance: [],
    groups: [],
    reports: { timezone: 'UTC', directory: 'reports', schedule: [] },
    deployments: { bakeTimeMs: 600_000 },
    storage: {
      url: 'sqlite:data/svcmon.db',
      configured: false,
      retention: { resultsMs: 14 * dayMs, hourlyMs: 400 * dayMs, dailyMs: 1_825 * dayMs },
    },
    server: serverSettings,
    metrics: {},
    placeholders: [],
    warnings: [],
    secrets: [],
    ...changes,
  };
}
