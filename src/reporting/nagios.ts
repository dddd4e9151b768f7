import { type CheckReport, summarize, worstFirst } from '../domain/check-report.ts';
import type { CheckResult } from '../domain/check-result.ts';
import { toPlainLine, truncate } from '../domain/plain-text.ts';
import type { Status } from '../domain/status.ts';
import { defineFormat } from './format.ts';
import { answeredInMs } from './wording.ts';

const textColumns = 80;
const states = {
  healthy: { word: 'OK', exitCode: 0 },
  degraded: { word: 'WARNING', exitCode: 1 },
  unhealthy: { word: 'CRITICAL', exitCode: 2 },
  unknown: { word: 'UNKNOWN', exitCode: 3 },
} as const;

/**
 * One line as a monitoring plugin prints it, with performance data behind the pipe
 * (https://www.monitoring-plugins.org/doc/guidelines.html). Degraded services count as up.
 */
export const nagios = defineFormat({
  name: 'nagios',
  summary: 'one line with performance data, for Nagios, Icinga and alike',
  extensions: [],
  render: (report) => `${statusText(report)} | ${performanceData(report)}\n`,
});

/** The exit code of a monitoring plugin: 0 all healthy, 1 degraded, 2 unhealthy, 3 unknown or nothing was checked. */
export function nagiosExitCode(report: CheckReport): 0 | 1 | 2 | 3 {
  return states[stateOf(report)].exitCode;
}

function stateOf({ results }: CheckReport): Status {
  return results.length === 0 ? 'unknown' : summarize(results).overall;
}

function statusText(report: CheckReport): string {
  const state = stateOf(report);
  const start = `SVCMON ${states[state].word} - `;
  const total = report.results.length;
  if (total === 0) return `${start}no service was checked`;
  if (state === 'healthy') return `${start}${total}/${total} up`;
  const concerned = worstFirst(report.results).filter(({ status }) => status === state);
  const counted = `${start}${concerned.length}/${total} ${state === 'unhealthy' ? 'down' : state}: `;
  return counted + listThatFits(concerned.map(briefly), textColumns - counted.length);
}

/** As many items as fit, at least one, and how many more there are. */
function listThatFits(items: readonly string[], columns: number): string {
  let shown = items.length;
  const list = () => {
    const more = items.length - shown;
    return `${items.slice(0, shown).join(', ')}${more > 0 ? `, +${more} more` : ''}`;
  };
  while (shown > 1 && list().length > columns) shown -= 1;
  return list();
}

function briefly(result: CheckResult): string {
  const { reason, observation } = result;
  const why = reason === 'unexpected_status' ? `HTTP ${observation?.statusCode}` : reason.replaceAll('_', ' ');
  return `${truncate(withoutPipe(result.service), 30)} (${why})`;
}

function performanceData({ results }: CheckReport): string {
  const { total, healthy, degraded } = summarize(results);
  const up = `up=${healthy + degraded};;0:;0;${total}`;
  // By name and not worst first: some graphers tell the values apart by their place.
  const byName = results.toSorted((a, b) => (a.service < b.service ? -1 : 1));
  return [up, ...byName.map(responseTime)].join(' ');
}

/** `U` is the guidelines' word for a value that could not be determined. */
function responseTime(result: CheckResult): string {
  const ms = answeredInMs(result);
  const label = withoutPipe(result.service).replace(/['=]/g, '_');
  return `'${label}'=${ms === undefined ? 'U' : `${Math.round(ms * 10) / 10}ms`};;;0`;
}

function withoutPipe(text: string): string {
  return toPlainLine(text).replaceAll('|', '/');
}
