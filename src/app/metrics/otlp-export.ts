import type { OtlpSettings } from '../../config/config.ts';
import { version } from '../../version.ts';
import { startChore } from '../chore.ts';
import type { Effects } from '../effects.ts';
import type { Log } from '../log.ts';
import type { ApiMetrics } from './api-metrics.ts';
import { toResourceMetrics } from './otlp-data.ts';
import { createOtlpSender, type Exported } from './otlp-send.ts';

export interface OtlpExportParts {
  readonly settings: OtlpSettings;
  /** What counts since now. */
  readonly metrics: Pick<ApiMetrics, 'figures'>;
  readonly effects: Pick<Effects, 'clock' | 'startTimer' | 'http'>;
  readonly log: Log;
  /** Name of this machine. */
  readonly host: string;
  readonly onDefect: (error: unknown) => void;
}

/** Metrics that are told again and again. */
export interface OtlpExport {
  /** Tells them once more, within 2 s. Never rejects; safe to call twice. */
  stop(): Promise<void>;
}

// Whoever has just configured it wants to see whether they arrive.
const firstWithinMs = 10_000;
// An export that is broken off takes 50 ms more, and two may have to be.
const lastWithinMs = 1_900;
const longestWaitMs = 3_600_000;

/**
 * Begins to export. What does not get through is not kept: figures are sums since the start, so that the next export holds it
 * too. A receiver that is away costs one entry in the log when it goes and one when it is back.
 */
export function startOtlpExport(parts: OtlpExportParts): OtlpExport {
  const { settings, metrics, effects, log, host, onDefect } = parts;
  const { clock, startTimer } = effects;
  const { intervalMs, timeoutMs } = settings;
  const startedAt = clock.now();
  const resource = { ...resourceOf(host), ...settings.resource };
  const send = createOtlpSender(settings, effects);
  const tell = createTelling(log, settings.endpoint);
  const push = async (limitMs: number, signal: AbortSignal): Promise<Exported> => {
    const figures = await metrics.figures();
    return send(toResourceMetrics(figures, { resource, startedAt, readAt: clock.now() }), { limitMs, signal });
  };
  const stopping = new AbortController();
  let waitMs = Math.min(intervalMs, firstWithinMs);
  const work = async () => {
    waitMs = intervalMs;
    const exported = await push(timeoutMs, stopping.signal);
    // The last export tells what became of it.
    if (stopping.signal.aborted) return;
    tell(exported);
    const asked = exported.outcome === 'failed' ? (exported.retryAfterMs ?? 0) : 0;
    waitMs = Math.max(intervalMs, Math.min(asked, longestWaitMs));
  };
  const chore = startChore({ everyMs: () => waitMs, work, startTimer, onDefect });
  const end = async () => {
    stopping.abort();
    await chore.stop();
    try {
      tell(await push(Math.min(timeoutMs, lastWithinMs), new AbortController().signal));
    } catch (error) {
      onDefect(error);
    }
  };
  let ended: Promise<void> | undefined;
  return {
    stop() {
      ended ??= end();
      return ended;
    },
  };
}

/** By the names of https://opentelemetry.io/docs/specs/semconv/resource/. */
function resourceOf(host: string) {
  return {
    'service.name': 'svcmon',
    'service.version': version,
    'service.instance.id': host,
    'host.name': host,
  };
}

/** Tells of an export whose outcome is not that of the one before. */
function createTelling(log: Log, endpoint: string): (exported: Exported) => void {
  let last: Exported['outcome'] | undefined;
  return (exported) => {
    if (exported.outcome === last) return;
    last = exported.outcome;
    const { outcome, ...facts } = exported;
    if (outcome === 'taken') log.info('metrics are exported', { endpoint });
    if (outcome === 'taken_in_part') log.warn('a part of the exported metrics is refused', { endpoint, ...facts });
    if (outcome === 'failed') log.warn('metrics cannot be exported', { endpoint, ...facts });
  };
}
