import process from 'node:process';
import { Counter, Gauge, type Registry } from 'prom-client';
import { version } from '../../version.ts';
import type { SelfMetrics } from '../self-metrics.ts';

/** Metrics of svcmon itself. */
export function createOwnMetrics(registry: Registry) {
  const registers = [registry];
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const build = new Gauge({
    name: 'svcmon_build_info',
    help: 'The version that runs: always 1.',
    labelNames: ['version', 'node'],
    registers,
  });
  build.set({ version, node: process.version }, 1);
  const pending = new Gauge({
    name: 'svcmon_outbox_pending',
    help: 'Messages that wait to be sent.',
    labelNames: ['channel'],
    registers,
  });
  const missed = new Gauge({
    name: 'svcmon_missed_slots',
    help: 'Checks that were left out since the start, by why.',
    labelNames: ['why'],
    registers,
  });
  const gauges = {
    services: gauge('svcmon_services', 'Services of the configuration.'),
    running: gauge('svcmon_checks_running', 'Checks at present.'),
    waiting: gauge('svcmon_checks_waiting', 'Checks that are due and wait for their turn.'),
    cycle: gauge('svcmon_last_cycle_timestamp_seconds', 'When the schedule last moved, in seconds since the epoch.'),
    lag: gauge('svcmon_event_loop_lag_seconds', 'How late the event loop was, 99th percentile of about a minute.'),
    started: gauge('svcmon_start_timestamp_seconds', 'When svcmon started, in seconds since the epoch.'),
    storage: gauge('svcmon_storage_available', 'Whether the history can be written.'),
    online: gauge('svcmon_network_online', 'Whether our own network works, as far as canaries tell.'),
    reload: gauge(
      'svcmon_config_last_reload_successful',
      'Whether the last configuration was taken over; 1 before the first reload.',
    ),
  };
  const sent = new Counter({
    name: 'svcmon_alerts_sent_total',
    help: 'Sendings of messages by what became of them.',
    labelNames: ['channel', 'result'],
    registers,
  });
  return {
    sent,
    fill(metrics: SelfMetrics, now: number) {
      gauges.services.set(metrics.services);
      gauges.running.set(metrics.running);
      gauges.waiting.set(metrics.waiting);
      gauges.cycle.set((now - metrics.lastCycleAgeMs) / 1_000);
      gauges.lag.set(metrics.eventLoopLag.p99Ms / 1_000);
      gauges.started.set(metrics.startedAt / 1_000);
      gauges.storage.set(metrics.storageAvailable ? 1 : 0);
      gauges.online.set(metrics.offline ? 0 : 1);
      gauges.reload.set(metrics.reloads.lastOk === false ? 0 : 1);
      pending.reset();
      for (const [channel, count] of Object.entries(metrics.outbox)) pending.set({ channel }, count);
      for (const [why, count] of Object.entries(metrics.missedSlots)) missed.set({ why }, count);
    },
  };
}
