import { createRedactor, type Redact } from '../domain/redaction.ts';
import { createChecker } from '../monitor/checker.ts';
import { createEvents } from '../monitor/events.ts';
import { type Canaries, createCanaries } from './canaries.ts';
import { createIntake } from './intake.ts';
import { Monitor, type MonitorOptions } from './monitor.ts';
import { openResultPath, type ResultPath } from './result-path.ts';
import { createRounds } from './rounds.ts';

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
  const checker = createChecker({ ...effects, redact });
  const intake = createIntake({ checker, canary: canaries, pipeline: path.pipeline, rounds, clock: effects.clock });
  return new Monitor({ ...options, redaction, onDefect, events, canaries, path, rounds, intake });
}

function traceOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
