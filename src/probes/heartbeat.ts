import { durationToConfig, formatDuration } from '../domain/duration.ts';
import type { Detail } from '../domain/observation.ts';
import { interruption } from '../http/interruption.ts';
import { readCalls } from './asking/read-calls.ts';
import { heartbeatKeys, heartbeatProblems, planOf } from './options/heartbeat-keys.ts';
import { defineProbe } from './probe.ts';

/** Asks nobody: it judges by the pings that a service sends us when it should have come. */
export const heartbeat = defineProbe({
  type: 'heartbeat',
  summary: 'Waits for the service to call us: silence is the failure.',
  options: heartbeatKeys,
  facts: {
    state: {
      type: 'string',
      describes:
        'how it stands: `on_time`, `running`, `late` (within the grace), `missed`, `failed`, `overrun` or `unheard`',
      shown: (state) => String(state).replaceAll('_', ' '),
    },
    last_ping: { type: 'duration', describes: 'how long ago the last ping came, of whatever kind', shown: ago },
    last_success: { type: 'duration', describes: 'how long ago the last success came', shown: ago },
    duration: {
      type: 'duration',
      describes: "how long the last run took that ended, where its start was told, e.g. `duration < duration('1h')`",
    },
    exit_code: { type: 'int', describes: 'of the last run that ended, where it told one' },
    due_in: {
      type: 'duration',
      label: 'Due',
      describes: 'until the next ping is due; negative when it is late',
      shown: (ms) => (Number(ms) < 0 ? ago(-Number(ms)) : `in ${formatDuration(Number(ms))}`),
    },
    pings: { type: 'int', describes: 'how many pings have come in all' },
    body: { type: 'string', describes: 'what came with the end of the last run', value: ({ body }) => body },
  },
  certain: true,
  problems: heartbeatProblems,
  calledBy: (options) => ({ plan: planOf(options), ...(options.token !== undefined && { token: options.token }) }),
  target: ({ period, schedule, timezone = 'UTC' }) =>
    period === undefined ? `calls us by ${schedule} ${timezone}` : `calls us every ${durationToConfig(period)}`,
  host: () => 'heartbeat',
  idempotent: () => true,
  observe: async (options, { calls, clock, signal }) => {
    if (signal.aborted) throw interruption(signal, 'reading what has come');
    return readCalls(planOf(options), calls, clock.now());
  },
});

function ago(ms: Detail): string {
  return `${formatDuration(Number(ms))} ago`;
}
