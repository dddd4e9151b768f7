import { startChore } from '../app/chore.ts';
import type { Log } from '../app/log.ts';
import type { Monitor } from '../app/monitor.ts';
import type { SelfMetrics } from '../app/self-metrics.ts';
import type { Health, HealthChange } from '../domain/health.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import { type Status, statuses } from '../domain/status.ts';
import type { MonitorEvent } from '../monitor/events.ts';
import { type Style, styleOf } from '../reporting/style.ts';
import type { StartTimer } from '../resilience/timer.ts';
import type { Face } from './face.ts';
import { createLineFace } from './line-face.ts';
import { isNews } from './live/board.ts';
import type { Output } from './output.ts';

export interface PlainFaceParts {
  readonly output: Pick<Output, 'data' | 'backlog'>;
  readonly log: Pick<Log, 'warn'>;
  readonly monitor: Pick<Monitor, 'config' | 'waitingMessages'> & {
    healthOf(service: string): Pick<Health, 'status'> | undefined;
    metrics(): Pick<SelfMetrics, 'results'>;
  };
  readonly look: { readonly color: boolean; readonly unicode: boolean };
  /** Epoch ms. */
  now(): number;
  readonly startTimer: StartTimer;
  onDefect(error: unknown): void;
}

const hourMs = 3_600_000;

/** For logs and pipes: a line for every confirmed change of health, and one an hour that says how everything stands. */
export function createPlainFace(parts: PlainFaceParts): Face {
  const { output, monitor, now, startTimer, onDefect } = parts;
  const style = styleOf(parts.look);
  const lines = createLineFace({ ...parts, lineOf: (event) => transitionOf(event, style) });
  let before = 0;
  const hourly = startChore({
    everyMs: () => hourMs,
    startTimer,
    onDefect,
    async work() {
      const { results } = monitor.metrics();
      output.data(`${instantOf(now())}  ${hourlyText(monitor, results - before)}\n`);
      before = results;
    },
  });
  return {
    see: lines.see,
    stop: () => hourly.stop(),
  };
}

function transitionOf(event: MonitorEvent, style: Style): string | undefined {
  if (event.kind !== 'health_changed' || !isNews(event.change)) return undefined;
  return transitionText(event.service, { change: event.change, message: event.message }, style);
}

/** `2026-11-21T19:36:05Z  ✕ api  healthy → unhealthy  since 2026-11-21T19:34:05Z  expected status 200, got 503`. */
function transitionText(
  service: string,
  { change, message }: { readonly change: HealthChange; readonly message: string },
  { glyphs, status }: Style,
): string {
  const { from, to, startedAt, confirmedAt } = change;
  const paint = status[to];
  const head = `${instantOf(confirmedAt)}  ${paint(glyphs.status[to])} ${toPlainLine(service)}`;
  return `${head}  ${paint(`${from} ${glyphs.arrow} ${to}`)}  since ${instantOf(startedAt)}  ${toPlainLine(message)}`;
}

/** `12 services: 11 healthy, 1 unhealthy (api); 720 results in the last hour, 0 messages to be sent`. */
function hourlyText(monitor: PlainFaceParts['monitor'], results: number): string {
  const names = monitor.config.services.map(({ service }) => service.name);
  const of = (wanted: Status) => names.filter((name) => (monitor.healthOf(name)?.status ?? 'unknown') === wanted);
  const counts = statuses.flatMap((wanted) => {
    const found = of(wanted);
    const named = wanted === 'unhealthy' ? ` (${listed(found)})` : '';
    return found.length === 0 ? [] : [`${found.length} ${wanted}${named}`];
  });
  const waiting = monitor.waitingMessages();
  const head = `${names.length} ${names.length === 1 ? 'service' : 'services'}${counts.length > 0 ? `: ${counts.join(', ')}` : ''}`;
  return `${head}; ${results} results in the last hour, ${waiting} ${waiting === 1 ? 'message' : 'messages'} to be sent`;
}

const mostNames = 5;

function listed(names: readonly string[]): string {
  const more = names.length - mostNames;
  return `${names.slice(0, mostNames).map(toPlainLine).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** RFC 3339 in UTC, to the second. */
function instantOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
