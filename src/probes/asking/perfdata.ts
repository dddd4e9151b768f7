import type { Detail } from '../../domain/observation.ts';

const item = /(?:'((?:[^']|'')*)'|([^\s'=]+))=(-?[\d.]+|U)([^\s;\d.-]*)((?:;[^\s;]*){0,4})/g;
const mostItems = 200;

/**
 * The performance data of a plugin's output, by label: what stands behind the `|`, as
 * `'label'=value[unit];[warn];[crit];[min];[max]` (https://www.monitoring-plugins.org/doc/guidelines.html). An item that is
 * none is left out, as is a value that the plugin does not know (`U`).
 */
export function parsePerfdata(output: string): Readonly<Record<string, Detail>> {
  const texts = output.split('\n').flatMap((line) => (line.includes('|') ? [line.slice(line.indexOf('|') + 1)] : []));
  const items = [...texts.join(' ').matchAll(item)].slice(0, mostItems);
  return Object.fromEntries(
    items.flatMap(([, quoted, plain, value, unit, limits = '']) => {
      const number = Number(value);
      if (!Number.isFinite(number)) return [];
      const [, warn, crit, min, max] = limits.split(';');
      const range = { warn, crit, min, max };
      const given = Object.entries(range).filter(([, limit]) => limit !== undefined && limit !== '');
      return [
        [quoted?.replaceAll("''", "'") ?? plain, { value: number, unit: unit ?? '', ...Object.fromEntries(given) }],
      ];
    }),
  );
}

/** What a plugin says to people: its output without performance data, at most its first lines. */
export function pluginText(output: string): string {
  const lines = output.split('\n').map((line) => line.replace(/\|.*$/, '').trimEnd());
  return lines.join('\n').trim();
}
