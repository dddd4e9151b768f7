import { floorPercent, type verdicts } from '../../domain/availability.ts';
import { formatDuration } from '../../domain/duration.ts';
import { toPlainLine, truncate } from '../../domain/plain-text.ts';
import type { Figures, LatencyFigures, Objective } from '../../domain/sla-report.ts';
import { lengthText } from './length-text.ts';

/** Stands where there is nothing to make a figure of. */
export const notAvailable = 'n/a';

/** `99.95 %`, cut off and never rounded up; `n/a` where there is none. With the digits of the objective, where that has more than two. */
export function percentText(share: number | undefined, objective?: Pick<Objective, 'availability'>): string {
  if (share === undefined) return notAvailable;
  return `${floorPercent(share, Math.max(2, digitsOf(objective?.availability)))} %`;
}

function digitsOf(share: number | undefined): number {
  return share === undefined ? 0 : (promisedPercent(share).split('.')[1]?.length ?? 0);
}

/** What was promised, as it was written: `99.9 %`. */
export function promisedText(share: number): string {
  return `${promisedPercent(share)} %`;
}

function promisedPercent(share: number): string {
  // 0.9995 · 100 is 99.95 and a little in binary.
  return String(Number((share * 100).toFixed(9)));
}

/** Minutes with one decimal: `20.0 min`. */
export function minutesText(ms: number): string {
  return `${minutesOf(ms)} min`;
}

/** The same without the unit. */
export function minutesOf(ms: number): string {
  const text = (ms / 60_000).toFixed(1);
  return text === '-0.0' ? '0.0' : text;
}

/** `4 min`, `30 d 21 h`, or `n/a`. */
export function durationText(ms: number | undefined): string {
  return ms === undefined ? notAvailable : lengthText(ms);
}

/** Time between failures, or that there were none. */
export function mtbfText({ reliability, availability }: Pick<Figures, 'reliability' | 'availability'>): string {
  if (reliability.failures === 0) return availability.measuredMs === 0 ? notAvailable : 'no failures';
  return durationText(reliability.mtbfMs);
}

const verdictWords: Readonly<Record<keyof typeof verdicts, string>> = {
  met: 'Met',
  missed: 'Missed',
  insufficient_data: 'Insufficient data',
};

/** `Met`, `Missed`, `Insufficient data`; `Met (estimated)` where unmeasured time could have changed it; `–` without an objective. */
export function verdictText({ verdict }: Pick<Figures, 'verdict'>): string {
  if (verdict === undefined) return '–';
  return `${verdictWords[verdict.verdict]}${verdict.estimated ? ' (estimated)' : ''}`;
}

/** The same of the latency objective. */
export function latencyVerdictText({ latencyVerdict }: Pick<Figures, 'latencyVerdict'>): string {
  return latencyVerdict === undefined ? '–' : verdictWords[latencyVerdict];
}

/** `99 % within 500 ms`. */
export function latencyPromiseText({ underMs, share }: NonNullable<Objective['latency']>): string {
  return `${promisedText(share)} within ${formatDuration(underMs)}`;
}

/** `p50 120 ms · p95 340 ms · p99 n/a (n = 84)`; how many checks ended without an answer in time is said where there were any. */
export function latencyText(figures: LatencyFigures): string {
  const { percentiles, number } = latencyWordsOf(figures);
  return `${percentiles.map(({ text }) => text).join(' · ')} ${number}`;
}

/** The same in its parts. */
export function latencyWordsOf({ count, timeouts, p50Ms, p95Ms, p99Ms }: LatencyFigures) {
  const figures = { p50: p50Ms, p95: p95Ms, p99: p99Ms };
  const late = timeouts === 0 ? '' : `, ${timeouts} ${timeouts === 1 ? 'timeout' : 'timeouts'}`;
  return {
    percentiles: Object.entries(figures).map(([name, ms]) => ({ name, text: `${name} ${durationText(ms)}` })),
    number: `(n = ${count}${late})`,
  };
}

/** Of checks and latency where single results are gone: by how much at most the ends of a stretch are off. */
export function countsErrorText(ms: number): string {
  return `Counted to within ${lengthText(ms)} at each end, since single results are gone.`;
}

/** By how much availability missed what was promised, ms: against all of the service time, or where that tells nothing, against what was measured. */
export function missedByMs({ availability, objective, budget }: Figures): number {
  if (objective === undefined || budget === undefined) return 0;
  if (budget.leftMs < 0) return -budget.leftMs;
  return Math.max(0, availability.downMs - (1 - objective.availability) * availability.measuredMs);
}

const maxNamePoints = 120;

/** A name as one plain line that is not endless. */
export function nameText(name: string): string {
  return truncate(toPlainLine(name), maxNamePoints);
}
