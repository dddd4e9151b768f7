import { type CheckReport, summarize } from '../domain/check-report.ts';
import type { CheckResult } from '../domain/check-result.ts';
import { formatDuration } from '../domain/duration.ts';
import { toPlainLine, truncate } from '../domain/plain-text.ts';
import { type Status, statuses } from '../domain/status.ts';

const dayMs = 86_400_000;
const namesShown = 3;

/** The last line of a report: `4 services: 1 healthy, 1 degraded, 1 unhealthy (api), 1 unknown in 2.3 s`; counts of none are left out. */
export function summarySentence(
  { results, durationMs }: CheckReport,
  paint: (text: string, status: Status) => string = (text) => text,
): string {
  const summary = summarize(results);
  const counts = statuses.filter((status) => summary[status] > 0);
  const parts = counts.map((status) => paint(`${summary[status]} ${status}${namesOf(status, results)}`, status));
  const services = `${summary.total} ${summary.total === 1 ? 'service' : 'services'}`;
  return `${services}${parts.length > 0 ? `: ${parts.join(', ')}` : ''} in ${formatDuration(durationMs)}`;
}

/** What was found, in one plain line: the reason of the verdict, what was answered and how long the certificate holds when all is well, and how many attempts it took. */
export function whatWasFound(result: CheckResult): string {
  const asides = [moreFindings(result), attemptsMade(result)].filter((aside) => aside !== '');
  return [explanation(result), asides.length > 0 ? `(${asides.join(', ')})` : '']
    .filter((part) => part !== '')
    .join(' ');
}

/** How long the service took to answer, ms; undefined when it did not answer. */
export function answeredInMs({ attempts, observation }: CheckResult): number | undefined {
  return attempts.at(-1)?.reason === 'ok' ? observation?.responseTimeMs : undefined;
}

/** Whole days, rounded down, from one epoch ms instant to another; undefined when either is not a number. */
export function daysBetween(fromAt: number, toAt: number): number | undefined {
  const days = Math.floor((toAt - fromAt) / dayMs);
  return Number.isNaN(days) ? undefined : days;
}

/** Days until the first certificate of the chain expires, counted from the run; undefined without TLS. */
export function certificateDaysLeft({ observation, startedAt }: CheckResult): number | undefined {
  const ends = (observation?.tls?.chain ?? []).map(({ validToAt }) => validToAt);
  return ends.length > 0 ? daysBetween(startedAt, Math.min(...ends)) : undefined;
}

/** The address that was connected to as `192.0.2.1:443` or `[2001:db8::1]:443` (RFC 5952 §6); undefined when there was none. */
export function addressOf({ observation }: CheckResult): string | undefined {
  if (observation?.address === undefined) return undefined;
  const address = toPlainLine(observation.address);
  if (observation.port === undefined) return address;
  return `${address.includes(':') ? `[${address}]` : address}:${observation.port}`;
}

function namesOf(status: Status, results: readonly CheckResult[]): string {
  if (status !== 'unhealthy') return '';
  const names = results
    .filter((result) => result.status === status)
    .map(({ service }) => truncate(toPlainLine(service), 40));
  const more = names.length - namesShown;
  return ` (${names.slice(0, namesShown).join(', ')}${more > 0 ? ` and ${more} more` : ''})`;
}

function explanation(result: CheckResult): string {
  // The worst finding and not the message, which counts the attempts in its own words.
  if (result.status !== 'healthy') return toPlainLine(result.findings[0]?.message ?? result.message);
  const { summary } = result.observation ?? {};
  const days = certificateDaysLeft(result);
  return [summary === undefined ? '' : toPlainLine(summary), days === undefined ? '' : `certificate ${days} d`]
    .filter((part) => part !== '')
    .join(', ');
}

function moreFindings({ findings }: CheckResult): string {
  return findings.length > 1 ? `+${findings.length - 1} more` : '';
}

function attemptsMade({ attempts }: CheckResult): string {
  return attempts.length > 1 ? `${attempts.length} attempts` : '';
}
