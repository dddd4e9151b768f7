import { createMonitor } from '../app/create-monitor.ts';
import { createEffects } from '../app/effects.ts';
import { collectGarbage, tuneEngine } from '../app/engine.ts';
import { quietRepeats } from '../app/log.ts';
import type { Monitor } from '../app/monitor.ts';
import { logWarnings } from '../app/reload.ts';
import { CannotListen, type Served, type ServeParts, serve } from '../app/serve.ts';
import { createSystemd } from '../app/systemd.ts';
import type { ListenAddress } from '../config/listen-address.ts';
import { createRedactor } from '../domain/redaction.ts';
import type { CommandContext, CommandInput } from './command.ts';
import { createFace } from './create-face.ts';
import { type ExitCode, exitCodes, UsageError } from './exit-code.ts';
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
  /** In place of `server.listen`. */
  readonly listen?: ListenAddress;
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
  const { config: path = defaultConfigPath, interval, listen } = options;
  const source = { path, environment, intervalMs: interval, listen };
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
  const served = await serveOrFail({ monitor, server: config.server, log, startTimer });
  await monitor.start();
  log.info('monitoring', { services: config.services.length, config: path, storage: config.storage.url });
  const following = await followConfig({ source, origins, monitor, redaction, systemd, log, effects }, context);
  await systemd.ready(statusOf(config.services.length));
  const watchdog = systemd.watch(() => monitor.isAlive());
  return untilEnd(
    { monitor, systemd, face, log, effects, stopping: [following, watchdog, ...(served ? [served] : [])] },
    context,
  );
}

/** Where it cannot listen, the monitor ends before it began. */
async function serveOrFail(parts: ServeParts & { readonly monitor: Monitor }): Promise<Served | undefined> {
  try {
    return await serve(parts);
  } catch (error) {
    await parts.monitor.stop();
    throw error instanceof CannotListen ? new UsageError(error.message, exitCodes.cannotListen) : error;
  }
}

function statusOf(services: number): string {
  return `checking ${services} ${services === 1 ? 'service' : 'services'}`;
}
