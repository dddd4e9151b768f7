import { formatDuration } from '../../domain/duration.ts';
import type { Detail } from '../../domain/observation.ts';

/** The performance data of a plugin as people read them: `time 0.1 ms, critical above 8.0 s; size 312 B`. */
export function showPerfdata(perfdata: Detail): string {
  const items = Object.entries<Partial<Record<string, Detail>>>(Object(perfdata));
  return items
    .map(([label, { value, unit, warn, crit }]) => {
      const measured = (text: string) => showMeasured(text, String(unit ?? ''));
      const limits = Object.entries({ warning: warn, critical: crit }).flatMap(([name, range]) =>
        range === undefined ? [] : [`${name} ${showRange(String(range), measured)}`],
      );
      return [`${label} ${measured(String(value))}`, ...limits].join(', ');
    })
    .join('; ');
}

const unitMs: Readonly<Record<string, number>> = { s: 1_000, ms: 1, us: 0.001 };

/** A counter (`c`) is a number like any other. */
function showMeasured(text: string, unit: string): string {
  const number = Number(text);
  if (text === '' || !Number.isFinite(number)) return text;
  const ms = Object.hasOwn(unitMs, unit) ? unitMs[unit] : undefined;
  if (ms !== undefined) return formatDuration(number * ms);
  return unit === '' || unit === 'c' ? String(number) : `${number} ${unit}`;
}

/** When a plugin warns (https://www.monitoring-plugins.org/doc/guidelines.html#THRESHOLDFORMAT): outside of `10`, `10:`, `~:10` or `10:20`, inside of `@10:20`. */
function showRange(range: string, measured: (text: string) => string): string {
  const inside = range.startsWith('@');
  const bounds = range.replace('@', '').split(':');
  const [start = '0', end = ''] = bounds.length === 1 ? ['0', ...bounds] : bounds;
  if (inside) return `${start === '~' ? 'up' : `from ${measured(start)}`} ${end === '' ? 'on' : `to ${measured(end)}`}`;
  if (end === '') return `below ${measured(start)}`;
  const above = `above ${measured(end)}`;
  return start === '~' || Number(start) === 0 ? above : `below ${measured(start)} or ${above}`;
}
