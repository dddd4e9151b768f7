import { cutByCalendar, dateIn } from '../../src/domain/period.ts';
import { groupFigures } from '../../src/domain/sla-groups.ts';
import type { Aggregation, GroupFigures, Objective, SlaReport } from '../../src/domain/sla-report.ts';
import { exampleWindow } from './sla-examples.ts';
import { type SlaStory, toldFigures } from './sla-story.ts';

const timezone = 'Europe/Berlin';
// In this month clocks are set back.
const october = { fromAt: Date.UTC(2026, 8, 30, 22), toAt: Date.UTC(2026, 9, 31, 23) };
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** An instant of the example's month: its first day is 1; hours and minutes pass as on its first days. */
export function exampleInstant(day: number, hour = 0, minute = 0): number {
  return october.fromAt + (day - 1) * dayMs + hour * hourMs + minute * minuteMs;
}

/** A report of these services over October 2026 in Berlin, or over a part of it. */
export function slaReportOf(stories: readonly SlaStory[], period: Partial<SlaReport['period']> = {}): SlaReport {
  const whole = { ...october, label: '2026-10', timezone, complete: true, ...period };
  const days = cutByCalendar(whole, 'day', timezone).map((day) => ({ ...day, date: dateIn(timezone, day.fromAt) }));
  const members = stories.map((story) => ({ ...toldFigures({ period: whole, days }, story), weight: 1 }));
  const together = (
    head: Pick<GroupFigures, 'kind' | 'name' | 'aggregation'> & { readonly objective?: Objective },
    include: (story: SlaStory) => boolean,
  ) => groupFigures(whole, { ...head, members: members.filter((_, index) => include(stories[index] ?? noStory)) });
  const groups = [...new Set(stories.flatMap(({ group }) => group ?? []))].sort();
  const teams = [...new Set(stories.flatMap(({ tags }) => tags?.team ?? []))].sort();
  return {
    period: whole,
    services: members.map(({ figures }) => figures),
    groups: [
      ...groups.map((name) => {
        const aggregation: Aggregation = name === 'search' ? 'any_of' : 'all_of';
        return together({ kind: 'group', name, aggregation, objective: threeNines }, ({ group }) => group === name);
      }),
      ...teams.map((team) => {
        const head = { kind: 'tag', name: `team=${team}`, aggregation: 'weighted' } as const;
        return together(head, ({ tags }) => tags?.team === team);
      }),
    ],
    overall: together({ kind: 'overall', name: 'overall', aggregation: 'weighted' }, () => true),
  };
}

const noStory: SlaStory = { name: '', medianMs: 1 };
const threeNines: Objective = { availability: 0.999, minOutageMs: 0, degradedWeight: 0 };
const at = exampleInstant;

/** Twelve services as a shop might have them: most are well, one missed its objective, one cannot be judged, one was never looked at. */
export const exampleStories: readonly SlaStory[] = [
  {
    ...{ name: 'accounts', group: 'shop', tags: { team: 'identity' }, objective: threeNines, medianMs: 48 },
    blips: [at(4, 3, 15), at(19, 11, 40)],
  },
  {
    ...{ name: 'api', group: 'shop', tags: { team: 'payments' }, medianMs: 110, intervalMs: minuteMs },
    objective: { ...threeNines, latency: { underMs: 500, share: 0.99 } },
    troubles: [
      {
        ...{
          at: at(8, 14, 3),
          forMs: 41 * minuteMs,
          state: 'down',
          reason: 'unexpected_status',
          acknowledgedBy: 'anna',
        },
        ...{ message: 'expected status 200, got 503: {"status":"fail","db":"connection pool exhausted"}' },
        rejectedFirst: true,
      },
      {
        ...{ at: at(17, 2, 10), forMs: 3 * hourMs, state: 'degraded', reason: 'slow' },
        message: 'answered in 1.4 s, which is over the limit of 1 s',
      },
      {
        ...{ at: at(22, 9, 30), forMs: 22 * minuteMs, state: 'down', reason: 'connection_refused' },
        ...{ message: 'connection refused at 192.0.2.10:443', acknowledgedBy: 'ben' },
      },
    ],
    blips: [at(3, 4, 1), at(5, 16, 20), at(11, 23, 59), at(24, 7, 7)],
    gaps: [{ at: at(12, 1), forMs: 50 * minuteMs, reason: 'monitor_offline' }],
    windows: [exampleWindow(at(15, 22), at(16, 0), { name: 'database upgrade' })],
  },
  {
    ...{ name: 'billing', group: 'shop', tags: { team: 'payments' }, objective: threeNines, medianMs: 205 },
    windows: [
      exampleWindow(at(6, 21), at(6, 23), { name: 'month-end close' }),
      exampleWindow(at(13, 9, 50), at(13, 10, 30), {
        ...{ name: 'failover drill', by: 'ben', createdAt: at(13, 11, 5) },
      }),
    ],
    troubles: [
      {
        ...{ at: at(13, 9, 55), forMs: 35 * minuteMs, state: 'down', reason: 'timeout', acknowledgedBy: 'ben' },
        message: 'no answer within 5 s',
      },
    ],
  },
  { name: 'catalogue', group: 'shop', tags: { team: 'search' }, objective: threeNines, medianMs: 75 },
  {
    ...{ name: 'checkout', group: 'shop', tags: { team: 'payments' }, medianMs: 160 },
    objective: { availability: 0.9995, minOutageMs: minuteMs, degradedWeight: 0.3 },
    troubles: [
      {
        ...{ at: at(27, 18, 20), forMs: 15 * minuteMs, state: 'down', reason: 'timeout', acknowledgedBy: 'anna' },
        message: 'no answer within 5 s',
      },
    ],
  },
  {
    ...{ name: 'eu-cache', tags: { team: 'platform' }, objective: threeNines, medianMs: 9 },
    gaps: [
      { at: at(9), forMs: 4 * dayMs },
      { at: at(20, 6), forMs: 7 * hourMs, reason: 'monitor_offline' },
    ],
  },
  { name: 'images', tags: { team: 'platform' }, objective: { ...threeNines, availability: 0.99 }, medianMs: 320 },
  {
    ...{ name: 'intranet', tags: { team: 'platform' }, medianMs: 60 },
    gaps: [{ at: at(1), forMs: 31 * dayMs + hourMs }],
    objective: threeNines,
  },
  {
    ...{ name: 'mail', tags: { team: 'platform' }, medianMs: 90 },
    objective: { ...threeNines, availability: 0.995 },
    pauses: [{ fromAt: at(28, 12), toAt: at(29, 8), by: 'carla' }],
    blips: Array.from({ length: 60 }, (_, index) => at(1 + Math.floor(index / 2.2), (index * 7) % 24, 20)),
  },
  { name: 'search', group: 'search', tags: { team: 'search' }, objective: threeNines, medianMs: 140 },
  {
    ...{ name: 'search-replica', group: 'search', tags: { team: 'search' }, medianMs: 150 },
    troubles: [
      {
        ...{ at: at(31, 22, 10), forMs: 5 * hourMs, state: 'down', reason: 'connection_refused' },
        message: 'connection refused at 192.0.2.31:9200',
      },
    ],
  },
  { name: 'website', tags: { team: 'search' }, objective: threeNines, medianMs: 65 },
];
