import type { Desks } from '../app/api-desks.ts';
import { createMonitor } from '../app/create-monitor.ts';
import { createEffects, type Effects } from '../app/effects.ts';
import { collectGarbage, tuneEngine } from '../app/engine.ts';
import { quietRepeats } from '../app/log.ts';
import { openMetrics, startExporting } from '../app/metrics/open-metrics.ts';
import { OpenDoor } from '../app/open-door.ts';
import { outsideEffects } from '../app/outside-effects.ts';
import { logWarnings } from '../app/reload.ts';
import { CannotListen, type Served, type ServeParts, serve } from '../app/serve.ts';
import { createSystemd } from '../app/systemd.ts';
import type { ListenAddress } from '../config/listen-address.ts';
import type { LoadOptions } from '../config/load.ts';
import { createRedactor } from '../domain/redaction.ts';
import type { CommandContext, CommandInput } from './command.ts';
import { createFace } from './create-face.ts';
import { type ExitCode, exitCodes, UsageError } from './exit-code.ts';
import { type Following, followConfig } from './follow-config.ts';
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
  const following: { current?: Following } = {};
  const desks = config.server.listen && (await desksOf({ monitor, store, effects, log, following, source }));
  const metrics = await openMetrics(monitor, clock);
  const parts = { monitor, server: config.server, store, log, effects, configPath: path };
  const served = desks && metrics && (await serveOrFail({ ...parts, desks, metrics }));
  if (served !== undefined && output.stderr.isTTY && !quiet) output.note(`dashboard: ${served.loginUrl()}`);
  await monitor.start();
  const exporting = metrics && (await startExporting({ monitor, metrics, effects, log }));
  log.info('monitoring', { services: config.services.length, config: path, storage: config.storage.url });
  following.current = await followConfig({ source, origins, monitor, redaction, systemd, log, effects }, context);
  await systemd.ready(statusOf(config.services.length));
  const watchdog = systemd.watch(() => monitor.isAlive());
  return untilEnd(
    {
      monitor,
      systemd,
      face,
      log,
      effects,
      stopping: [following.current, watchdog, ...[served, desks, exporting].filter((one) => one !== undefined)],
    },
    context,
  );
}

interface DeskSource extends Pick<ServeParts, 'monitor' | 'store' | 'log'> {
  readonly effects: Effects;
  readonly source: Pick<LoadOptions, 'path' | 'environment'>;
  /** Present once it is. */
  readonly following: { readonly current?: Following };
}

/** Opens what the API answers from; large, and most runs listen nowhere. */
async function desksOf({ following, source, log, ...parts }: DeskSource): Promise<Desks> {
  const { openDesks } = await import('../app/api-desks.ts');
  const { path, environment = {} } = source;
  return openDesks({
    ...parts,
    outside: outsideEffects(parts.effects, parts.monitor.config.server),
    source: { path, environment },
    reload: async () => (await following.current?.reload()) ?? { ok: false },
    onDefect: (error) => log.error('a defect of svcmon', { error: String(error) }),
  });
}

/** Where it cannot listen, the monitor ends before it began. */
async function serveOrFail(parts: ServeParts & { readonly desks: Desks }): Promise<Served | undefined> {
  try {
    return await serve(parts);
  } catch (error) {
    await parts.desks.stop();
    await parts.monitor.stop();
    if (error instanceof OpenDoor) throw new UsageError(error.message);
    throw error instanceof CannotListen ? new UsageError(error.message, exitCodes.cannotListen) : error;
  }
}

function statusOf(services: number): string {
  return `checking ${services} ${services === 1 ? 'service' : 'services'}`;
}
