import { createMonitor } from '../app/create-monitor.ts';
import { createEffects } from '../app/effects.ts';
import { collectGarbage, tuneEngine } from '../app/engine.ts';
import { quietRepeats } from '../app/log.ts';
import { logWarnings } from '../app/reload.ts';
import { createSystemd } from '../app/systemd.ts';
import { createRedactor } from '../domain/redaction.ts';
import type { CommandContext, CommandInput } from './command.ts';
import { createFace } from './create-face.ts';
import type { ExitCode } from './exit-code.ts';
import { followConfig } from './follow-config.ts';
import { openHistory } from './history-store.ts';
import { createLog } from './log.ts';
import { openFile, startConfig } from './open-config.ts';
import { type ConfigOptions, defaultConfigPath } from './options.ts';
import { untilEnd } from './until-end.ts';

/** The options of `svcmon monitor`. */
export interface MonitorOptions extends ConfigOptions {
  /** In place of `monitoring.check_interval`, ms. */
  readonly interval?: number;
  readonly format: 'table' | 'ndjson';
  readonly logFormat?: 'json' | 'text';
}

/** Runs `svcmon monitor` from the parsed command line until it is stopped, its reader is gone, or nothing moves any more. */
export async function runMonitor(
  { options }: CommandInput<MonitorOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  const { output, environment, quiet } = context;
  tuneEngine();
  await startConfig(options, context);
  const { config: path = defaultConfigPath, interval } = options;
  const source = { path, environment, ...(interval !== undefined && { intervalMs: interval }) };
  const { config, origins } = await openFile(source, context);
  const effects = createEffects();
  const { clock, startTimer } = effects;
  const { store, notices } = await openHistory(config.storage, effects);

  const redaction = { redact: createRedactor(config.secrets, effects.sessions.tokens) };
  const format = options.logFormat ?? (output.stderr.isTTY ? 'text' : 'json');
  const plain = createLog({ format, write: output.note, redact: (text) => redaction.redact(text), now: clock.now });
  const log = quietRepeats(quiet ? { ...plain, info: () => undefined } : plain, clock);
  if (!quiet) logWarnings(config, log);
  for (const { kind, text } of notices) log[kind === 'quarantined' ? 'error' : 'warn'](text);

  const monitor = await createMonitor({ config, store, effects, log });
  const face = createFace({ format: options.format, monitor, effects, log }, context);
  monitor.events.subscribe(face.see);
  collectGarbage();
  const systemd = createSystemd({ environment, startTimer, log });
  await monitor.start();
  log.info('monitoring', { services: config.services.length, config: path, storage: config.storage.url });
  const following = await followConfig({ source, origins, monitor, redaction, systemd, log, effects }, context);
  await systemd.ready(statusOf(config.services.length));
  const watchdog = systemd.watch(() => monitor.isAlive());
  return untilEnd({ monitor, systemd, face, log, effects, stopping: [following, watchdog] }, context);
}

function statusOf(services: number): string {
  return `checking ${services} ${services === 1 ? 'service' : 'services'}`;
}
