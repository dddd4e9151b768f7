import type { Series } from '../api/types.ts';
import type { Limit } from './limits.ts';
import { hasFigure } from './percentiles.ts';

const limitWords = { warning: 'slow', critical: 'critical' } as const;

/** What of a chart means what: only what is in it. */
export function ResponseLegend({
  series: { points, outages },
  limits,
}: {
  readonly series: Series;
  readonly limits: readonly Limit[];
}) {
  return (
    <ul class="legend" aria-hidden="true">
      {(['p50', 'p95', 'p99'] as const)
        .filter((name) => hasFigure(points, `${name}_ms`))
        .map((name) => (
          <li key={name}>
            <span class={`swatch line-${name}`} /> {name}
          </li>
        ))}
      {hasFigure(points, 'max_ms') && (
        <li>
          <span class="swatch band" /> fastest to slowest
        </li>
      )}
      {outages.length > 0 && (
        <li>
          <span class="swatch shade" /> outage
        </li>
      )}
      {limits.map(({ kind }) => (
        <li key={kind}>
          <span class={`swatch limit ${kind}`} /> {limitWords[kind]}
        </li>
      ))}
      {points.some(({ timeouts }) => timeouts > 0) && (
        <li>
          <span class="cross">✕</span> timeout
        </li>
      )}
    </ul>
  );
}
