import { watchConfig } from '../app/config-watch.ts';
import type { Effects } from '../app/effects.ts';
import type { Log } from '../app/log.ts';
import type { Monitor } from '../app/monitor.ts';
import { createReloader, type Reloaded } from '../app/reload.ts';
import type { Systemd } from '../app/systemd.ts';
import { type LoadOptions, loadConfig } from '../config/load.ts';
import type { Origins } from '../config/stamp.ts';
import { createRedactor, type Redact } from '../domain/redaction.ts';
import type { CommandContext } from './command.ts';

export interface FollowParts {
  readonly source: LoadOptions;
  readonly origins: Origins;
  readonly monitor: Monitor;
  /** Of the log; exchanged with the configuration. */
  readonly redaction: { redact: Redact };
  readonly systemd: Systemd;
  readonly log: Log;
  readonly effects: Pick<Effects, 'startTimer' | 'sessions'>;
}

/** Goes by the configuration as it is changed. */
export interface Following {
  /** Takes over what is in the files now. */
  reload(): Promise<Reloaded>;
  stop(): Promise<void>;
}

/** Reloads the configuration on SIGHUP and when its files change; `stop` ends that. */
export async function followConfig(
  { source, origins, monitor, redaction, systemd, log, effects }: FollowParts,
  { onHangup }: Pick<CommandContext, 'onHangup'>,
): Promise<Following> {
  let latest = origins;
  const reload = createReloader({
    async load() {
      const loaded = await loadConfig(source);
      latest = loaded.origins;
      // What the log says of a new configuration may hold its secrets already.
      if (loaded.ok) {
        const secrets = [...monitor.config.secrets, ...loaded.config.secrets];
        redaction.redact = createRedactor(secrets, effects.sessions.tokens);
      }
      return loaded;
    },
    current: () => monitor.config,
    apply: (config) => monitor.use(config),
    log,
  });
  const reloadAll = async (): Promise<Origins> => {
    await reloadOnce();
    return latest;
  };
  const reloadOnce = async (): Promise<Reloaded> => {
    await systemd.reloading();
    const reloaded = await reload();
    const { ok } = reloaded;
    if (!ok) monitor.refused();
    await systemd.ready(ok ? `checking ${monitor.config.services.length} services` : 'the configuration has mistakes');
    return reloaded;
  };
  const onDefect = (error: unknown) =>
    log.error('the configuration was not reloaded: a defect of svcmon', { error: String(error) });
  const watch = await watchConfig({ origins, changed: reloadAll, startTimer: effects.startTimer, onDefect });
  const forget = onHangup(() => {
    log.info('SIGHUP: reloading the configuration');
    reloadAll().then(watch.use).catch(onDefect);
  });
  return {
    async reload() {
      const reloaded = await reloadOnce();
      // What was taken over need not be noticed once more.
      await watch.use(latest);
      return reloaded;
    },
    async stop() {
      forget();
      await watch.stop();
    },
  };
}
