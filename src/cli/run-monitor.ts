import { watchConfig } from '../app/config-watch.ts';
import { createEffects, type Effects } from '../app/effects.ts';
import { type Log, quietRepeats } from '../app/log.ts';
import { createMonitor, type Monitor } from '../app/monitor.ts';
import { createReloader } from '../app/reload.ts';
import { createSystemd, type Systemd } from '../app/systemd.ts';
import { type LoadOptions, loadConfig } from '../config/load.ts';
import { createRedactor } from '../domain/redaction.ts';
import { sleep } from '../resilience/timer.ts';
import type { CommandContext, CommandInput } from './command.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { createFace } from './create-face.ts';
import { createLog } from './log.ts';
import { type OpenedConfig, openFile, startConfig } from './open-config.ts';
import { openStoreOrFail } from './open-store.ts';
import { type ConfigOptions, defaultConfigPath } from './options.ts';

/** The options of `svcmon monitor`. */
export interface MonitorOptions extends ConfigOptions {
  /** In place of `monitoring.check_interval`, ms. */
  readonly interval?: number;
  readonly format: 'table' | 'ndjson';
  readonly logFormat?: 'json' | 'text';
}

/** Runs `svcmon monitor` from the parsed command line until it is stopped, its reader is gone, or nothing moves any more. */
export async function runMonitor({ options }: CommandInput<MonitorOptions>, context: CommandContext): Promise<ExitCode> {
  const { environment } = context;
  await startConfig(options, context);
  const { config: path = defaultConfigPath, interval } = options;
  const source = { path, environment, ...(interval !== undefined && { intervalMs: interval }) };
  const opened = await openFile(source, context);
  const effects = createEffects();
  const { store, notices } = await openStoreOrFail(opened.config.storage, effects);
  const log = logFor(options, context, { effects, secrets: () => monitorSecrets() });
  let monitorSecrets = () => opened.config.secrets;
  for (const { kind, text } of notices) log[kind === 'quarantined' ? 'error' : 'warn'](text);
  const monitor = await createMonitor({ config: opened.config, store, effects, log });
  monitorSecrets = () => monitor.config.secrets;
  return keepGoing({ monitor, effects, log, source, opened, format: options.format, context });
}
