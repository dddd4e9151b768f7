import { createRedactor, type Redact } from '../domain/redaction.ts';
import { createCleanText } from '../monitor/clean-text.ts';
import { createEvents } from '../monitor/events.ts';
import { openCallDesk } from './call-desk.ts';
import { type Canaries, createCanaries } from './canaries.ts';
import { createIntake } from './intake.ts';
import { Monitor, type MonitorOptions } from './monitor.ts';
import { openResultPath, type ResultPath } from './result-path.ts';
import { createRounds } from './rounds.ts';
import { createTwoCheckers } from './two-checkers.ts';
import { createWatches } from './watches.ts';

/** Puts a monitor together on what the store holds. Rejects with StoreUnavailable where that cannot be read. */
export async function createMonitor(options: MonitorOptions): Promise<Monitor> {
  const { config, store, effects, log } = options;
  const redaction = { redact: createRedactor(config.secrets, effects.sessions.tokens) };
  const redact: Redact = (text) => redaction.redact(text);
  const onDefect = (error: unknown) => log.error('a defect of svcmon', { error: redact(traceOf(error)) });
  const events = createEvents({ onDefect });
  const canaries: Canaries = createCanaries(effects, {
    raise: (trouble) => void path.pipeline.raise(trouble),
    clear: (rule) => void path.pipeline.clear(rule),
    publish: events.publish,
  });
  const { publish } = events;
  const isOffline = () => canaries.isOffline();
  const path: ResultPath = await openResultPath({ config, store, effects, redact, publish, isOffline });
  const rounds = createRounds();
  const { ledger } = path;
  const clean = createCleanText(redact);
  const hasten = (service: string) => monitor.checkNow(service);
  const calls = config.server.listen && (await openCallDesk({ ...effects, config, store, ledger, clean, hasten }));
  const { server } = config;
  const checker = createTwoCheckers({ effects, server, redact, ...(calls && { calls: calls.desk }) });
  const watches = createWatches({ store, path, effects, log, publish, hasten, onDefect });
  const { pipeline } = path;
  const intake = createIntake({ checker, canary: canaries, watches, pipeline, rounds, clock: effects.clock });
  const parts = { ...options, redaction, onDefect, events, canaries, path, watches, rounds, intake };
  const monitor: Monitor = new Monitor({ ...parts, ...(calls && { calls }) });
  return monitor;
}

function traceOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
