import type { Channel } from '../channels/channel.ts';
import { scheduleProblem } from '../domain/calendar.ts';
import type { ReportSettings } from './config.ts';
import type { Finding } from './finding.ts';
import { isRecord } from './record.ts';
import type { FileOptions } from './schema.ts';
import { closestName } from './suggestion.ts';

type Reports = FileOptions['reports'];
type Entry = Reports['schedule'][number];

/** The reports of a file, in the words of the domain. */
export function toReports({ timezone, directory, schedule }: Reports): ReportSettings {
  return {
    timezone,
    directory,
    schedule: schedule.map(({ name, when, period, formats, channels }) => {
      return { name, when, unit: period, formats: [...new Set(formats)], channels: [...new Set(channels)] };
    }),
  };
}

/** What the schedules are checked against. */
export interface ReportsContext {
  readonly alerts: FileOptions['alerts'];
  readonly kinds: readonly Channel[];
}

/** A zone or a pattern that means nothing, names that are there twice, and channels that cannot take a report. */
export function reportFindings({ timezone, schedule }: Reports, context: ReportsContext): readonly Finding[] {
  // A zone that is none makes every pattern wrong: one of the two is told.
  const zone = scheduleProblem({ schedule: '0 0 * * *', timezone });
  if (zone !== undefined) return [{ path: ['timezone'], message: zone }];
  const channels = channelsIn(context.alerts);
  return schedule.flatMap((entry, index) => [
    ...patternFindings(entry, index, timezone),
    ...duplicateName(schedule, index),
    ...entry.channels.flatMap((name, at) => {
      const path = ['schedule', index, 'channels', at];
      return channelFindings(name, path, { channels, kinds: context.kinds });
    }),
  ]);
}

function patternFindings({ when }: Entry, index: number, timezone: string): readonly Finding[] {
  const once = /^\s*\d{4}-/.test(when)
    ? `expected a cron pattern of five fields, got ${JSON.stringify(when)}`
    : undefined;
  const message = once ?? scheduleProblem({ schedule: when, timezone });
  return message === undefined ? [] : [{ path: ['schedule', index, 'when'], message }];
}

function duplicateName(schedule: readonly Entry[], index: number): readonly Finding[] {
  const names = schedule.map(({ name }) => name);
  const first = names.indexOf(names[index] ?? '');
  if (first === index) return [];
  const message = `"${names[index]}" is also the name of reports.schedule[${first}]`;
  return [{ path: ['schedule', index, 'name'], message }];
}

/** By name, their types; those with mistakes too. */
function channelsIn({ channels, webhook_url: webhook }: FileOptions['alerts']): ReadonlyMap<string, string> {
  const configured = channels.flatMap((entry): [string, string][] => {
    if (!isRecord(entry) || typeof entry.name !== 'string') return [];
    return [[entry.name, String(entry.type)]];
  });
  return new Map([...configured, ...(webhook === undefined ? [] : [['webhook_url', 'slack'] as const])]);
}

function channelFindings(
  name: string,
  path: Finding['path'],
  { channels, kinds }: { readonly channels: ReadonlyMap<string, string>; readonly kinds: readonly Channel[] },
): readonly Finding[] {
  const type = channels.get(name);
  if (type === undefined) {
    const meant = closestName(name, [...channels.keys()]);
    const message = `no channel is named ${JSON.stringify(name)}`;
    return [{ path, message, ...(meant !== undefined && { hint: `did you mean "${meant}"?` }) }];
  }
  if (kinds.find((kind) => kind.type === type)?.alertsOnly !== true) return [];
  const message = `a channel of type ${type} takes alerts only, no reports`;
  return [{ path, message, hint: 'name a channel that people read, such as one of type email or slack' }];
}
