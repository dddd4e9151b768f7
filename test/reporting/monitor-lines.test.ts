import { expect, test } from 'vitest';
import type { MonitorEvent } from '../../src/monitor/events.ts';
import { type MonitorLine, monitorLineSchema, toMonitorLine } from '../../src/reporting/monitor-lines.ts';
import { mixedReport } from '../support/check-result.ts';
import { hostileTexts } from '../support/notifications.ts';

const at = Date.UTC(2026, 10, 21, 19, 36, 5, 250);
const incident = {
  id: '01J',
  service: 'api',
  status: 'unhealthy',
  reason: 'timeout',
  message: 'no answer',
  startedAt: at - 120_000,
  confirmedAt: at,
} as const;

const told: readonly (readonly [string, MonitorEvent, Partial<MonitorLine> | undefined])[] = [
  [
    'a confirmed change',
    {
      kind: 'health_changed',
      service: 'api',
      change: { from: 'healthy', to: 'unhealthy', startedAt: at - 120_000, confirmedAt: at },
      message: 'no answer',
    },
    {
      schema: 'svcmon.monitor.transition/v1',
      timestamp: '2026-11-21T19:36:05.250Z',
      service: 'api',
      from: 'healthy',
      to: 'unhealthy',
      since: '2026-11-21T19:34:05.250Z',
      message: 'no answer',
    },
  ],
  [
    'an open incident',
    { kind: 'incident', incident },
    { schema: 'svcmon.monitor.incident/v1', id: '01J', recovered: null, closed: null, closed_as: null },
  ],
  [
    'a closed incident',
    { kind: 'incident', incident: { ...incident, recoveredAt: at, closedAt: at, closedAs: 'recovered' } },
    { schema: 'svcmon.monitor.incident/v1', closed: '2026-11-21T19:36:05.250Z', closed_as: 'recovered' },
  ],
  [
    'a delivery',
    { kind: 'delivery', channel: 'ops', outcome: 'retry', dedupKeys: ['unhealthy/api/x'], text: 'answered 503' },
    { schema: 'svcmon.monitor.delivery/v1', channel: 'ops', outcome: 'retry', dedup_keys: ['unhealthy/api/x'] },
  ],
  [
    'a network that is down',
    { kind: 'network', state: 'offline' },
    { schema: 'svcmon.monitor.condition/v1', of: 'network', ok: false },
  ],
  [
    'a store that is back',
    { kind: 'storage', state: 'available' },
    { schema: 'svcmon.monitor.condition/v1', of: 'storage', ok: true },
  ],
];

test.each(told)('%s', (_name, event, expected) => {
  const line = toMonitorLine(event, at);
  expect(line).toMatchObject(expected ?? {});
  expect(monitorLineSchema.parse(line)).toEqual(line);
});

test.each(mixedReport.results.map((result) => [result.service, result] as const))(
  'the result of %s',
  (_name, result) => {
    const line = toMonitorLine({ kind: 'result', result }, at);
    expect(line).toMatchObject({ schema: 'svcmon.monitor.result/v1', name: result.service, status: result.status });
    expect(monitorLineSchema.parse(line)).toEqual(line);
  },
);

test.each(Object.entries(hostileTexts))('texts with %s stay on one plain line', (_name, text) => {
  const line = JSON.stringify(
    toMonitorLine({ kind: 'delivery', channel: 'ops', outcome: 'retry', dedupKeys: [], text }, at),
  );
  expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]|\\u001b|\\n/);
});
