import { scheduleProblem } from '../../domain/calendar.ts';
import { formatDuration } from '../../domain/duration.ts';
import type { CalendarUnit } from '../../domain/period.ts';
import { dateIn } from '../../domain/period.ts';
import { instantOn, lastPeriod, type NamedPeriod, periodExamples, periodOfName } from '../../domain/report-period.ts';
import { UsageError } from '../exit-code.ts';
import { durationIn } from '../instant.ts';

/** The period of a report, as typed; at most one way to say it. */
export interface PeriodOptions {
  /** True where the option has no value: the last one that is over. */
  readonly month?: string | true;
  readonly week?: string | true;
  readonly quarter?: string | true;
  readonly year?: string | true;
  readonly last?: string;
  readonly from?: string;
  readonly to?: string;
}

export interface PeriodContext {
  readonly timezone: string;
  readonly nowAt: number;
}

const units = ['month', 'week', 'quarter', 'year'] as const satisfies readonly CalendarUnit[];
const dayMs = 86_400_000;
const longestMs = 3_660 * dayMs;

/** The period that the options ask for, the last month where they ask for none; throws a UsageError for what is none. */
export function periodOf(options: PeriodOptions, { timezone, nowAt }: PeriodContext): NamedPeriod {
  const zone = scheduleProblem({ schedule: '0 0 * * *', timezone });
  if (zone !== undefined) throw new UsageError(`--timezone: ${zone}`);
  const ways = [...units, 'last', 'from'].filter((name) => options[name as keyof PeriodOptions] !== undefined);
  if (ways.length > 1) throw new UsageError(`give one period: --${ways.join(' or --')}`);
  if (options.to !== undefined && options.from === undefined) throw new UsageError('--to needs --from');
  const period = periodAsked(options, { timezone, nowAt });
  if (period.fromAt >= nowAt) throw new UsageError(`${period.label} has not begun yet`);
  if (period.toAt - period.fromAt > longestMs) {
    throw new UsageError(
      `a report covers ten years at most, and this is ${formatDuration(period.toAt - period.fromAt)}`,
    );
  }
  return period;
}

function periodAsked(options: PeriodOptions, context: PeriodContext): NamedPeriod {
  const { timezone, nowAt } = context;
  const unit = units.find((name) => options[name] !== undefined);
  if (unit !== undefined) return calendarPeriod(unit, options[unit], context);
  if (options.last !== undefined) {
    const lastMs = durationIn('--last', options.last);
    return { fromAt: nowAt - lastMs, toAt: nowAt, label: `last ${options.last.trim()}` };
  }
  return options.from === undefined ? lastPeriod(nowAt, 'month', timezone) : between(options, context);
}

function calendarPeriod(
  unit: (typeof units)[number],
  text: string | true | undefined,
  { timezone, nowAt }: PeriodContext,
): NamedPeriod {
  if (typeof text !== 'string') return lastPeriod(nowAt, unit, timezone);
  const period = periodOfName(text, unit, timezone);
  if (period !== undefined) return period;
  throw new UsageError(`--${unit} ${JSON.stringify(text)}: expected a ${unit} such as ${periodExamples[unit]}`);
}

function between({ from = '', to }: PeriodOptions, { timezone, nowAt }: PeriodContext): NamedPeriod {
  const fromAt = instantIn('--from', from, timezone);
  const toAt = to === undefined || to.trim() === 'now' ? nowAt : instantIn('--to', to, timezone);
  if (toAt <= fromAt) throw new UsageError(`--to ${JSON.stringify(to)} is not after --from ${JSON.stringify(from)}`);
  return { fromAt, toAt, label: `${endText(fromAt, timezone)} to ${endText(toAt, timezone)}` };
}

function instantIn(option: string, text: string, timezone: string): number {
  const at = instantOn(timezone, text);
  if (at !== undefined) return at;
  throw new UsageError(
    `${option} ${JSON.stringify(text)}: expected a day or a time such as 2026-10-01 or "2026-10-01 08:00"`,
  );
}

/** A day where one begins then, else the instant by UTC. */
function endText(at: number, timezone: string): string {
  const date = dateIn(timezone, at);
  return instantOn(timezone, date) === at ? date : `${new Date(at).toISOString().slice(0, 16)}Z`;
}
