import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Series } from '../api/types.ts';
import { formatInstant, formatMs } from '../format.ts';
import { theme } from '../state/preferences.ts';
import { useStore } from '../state/store.ts';
import { Moment, useZone } from '../widgets/time.tsx';
import { type ChartData, chartDataOf } from './chart-data.ts';
import { type Limit, limitsText } from './limits.ts';
import type { Plot } from './plot.ts';

/** Response times over time, by mouse, by arrow keys and as a table. */
export function ResponseChart({
  series,
  span,
  limits,
}: {
  readonly series: Series;
  readonly span: { readonly fromAt: number; readonly toAt: number };
  readonly limits: readonly Limit[];
}) {
  const [zoom, setZoom] = useState(span);
  const { fromAt, toAt } = span;
  useEffect(() => setZoom({ fromAt, toAt }), [fromAt, toAt]);
  const data = useMemo(() => chartDataOf(series, zoom), [series, zoom]);
  const [index, setIndex] = useState<number | undefined>(undefined);
  const { canvas, plot } = usePlot({
    data,
    series,
    limits,
    onChoose: setIndex,
    onZoom: (from, to) => setZoom({ fromAt: from, toAt: to }),
  });
  const choose = (next: number) => {
    const at = Math.min(data.at.length - 1, Math.max(0, next));
    setIndex(at);
    plot.current?.choose(at);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    choose((index ?? data.at.length - 1) + step);
  };
  const middle = (zoom.fromAt + zoom.toAt) / 2;
  const scale = (by: number) => {
    const half = ((zoom.toAt - zoom.fromAt) / 2) * by;
    setZoom({ fromAt: Math.max(fromAt, middle - half), toAt: Math.min(toAt, middle + half) });
  };
  const isWhole = zoom.fromAt <= fromAt && zoom.toAt >= toAt;
  if (series.points.length === 0) {
    return (
      <p class="quiet">No response times in this span. The first point is there about 30 s after the first check.</p>
    );
  }
  return (
    <>
      <div class="chart-tools">
        <Key limits={limits} />
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would ask for a form. */}
        <div class="choices" role="group" aria-label="Zoom">
          <button type="button" onClick={() => scale(0.5)} disabled={data.at.length < 8}>
            Zoom in
          </button>
          <button type="button" onClick={() => scale(2)} disabled={isWhole}>
            Zoom out
          </button>
          <button type="button" onClick={() => setZoom(span)} disabled={isWhole}>
            Whole span
          </button>
        </div>
      </div>
      <div
        class="chart"
        ref={canvas}
        role="slider"
        tabIndex={0}
        aria-label="Response times; arrow keys go from point to point"
        aria-valuemin={0}
        aria-valuemax={data.at.length - 1}
        aria-valuenow={index ?? data.at.length - 1}
        aria-valuetext={textAt(data, index)}
        onKeyDown={onKeyDown}
      />
      <Readout data={data} index={index} />
      <p class="quiet">{limitsText(limits)}</p>
      <MarkerList markers={series.markers} />
      <details class="as-table">
        <summary>As a table</summary>
        <PointTable series={series} />
      </details>
    </>
  );
}

function usePlot(parts: {
  readonly data: ChartData;
  readonly series: Series;
  readonly limits: readonly Limit[];
  readonly onChoose: (index: number | undefined) => void;
  readonly onZoom: (fromAt: number, toAt: number) => void;
}) {
  const canvas = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot | undefined>(undefined);
  const zone = useZone();
  const colours = useStore(theme);
  const { data, series, limits, onChoose, onZoom } = parts;
  const latest = useRef({ onChoose, onZoom });
  latest.current = { onChoose, onZoom };
  useEffect(() => {
    const target = canvas.current;
    if (target === null) return;
    let isGone = false;
    const watch = new ResizeObserver(() => plot.current?.resize(target.clientWidth));
    void import('./plot.ts').then(({ createPlot }) => {
      if (isGone) return;
      plot.current = createPlot(target, {
        ...{ data, series, zone, limits },
        onChoose: (index) => latest.current.onChoose(index),
        onZoom: (fromAt, toAt) => latest.current.onZoom(fromAt, toAt),
      });
      watch.observe(target);
    });
    return () => {
      isGone = true;
      watch.disconnect();
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [data, series, zone, limits, colours]);
  return { canvas, plot };
}

const limitWords = { warning: 'slow', critical: 'critical' } as const;

function Key({ limits }: { readonly limits: readonly Limit[] }) {
  return (
    <ul class="legend" aria-hidden="true">
      <li>
        <span class="swatch line-p50" /> p50
      </li>
      <li>
        <span class="swatch line-p95" /> p95
      </li>
      <li>
        <span class="swatch line-p99" /> p99
      </li>
      <li>
        <span class="swatch shade" /> outage
      </li>
      {limits.map(({ kind }) => (
        <li key={kind}>
          <span class={`swatch limit ${kind}`} /> {limitWords[kind]}
        </li>
      ))}
      <li>
        <span class="cross">✕</span> timeout
      </li>
    </ul>
  );
}

function Readout({ data, index }: { readonly data: ChartData; readonly index: number | undefined }) {
  const zone = useZone();
  const at = index === undefined ? undefined : data.at[index];
  if (index === undefined || at === undefined) {
    return <p class="readout quiet">Point at the chart, or use the arrow keys, to read single values.</p>;
  }
  return (
    <p class="readout">
      <strong>{formatInstant(at * 1_000, zone, 'minute')}</strong> p50 {formatMs(data.p50[index])}, p95{' '}
      {formatMs(data.p95[index])}, p99 {formatMs(data.p99[index])}
      {(data.timeouts[index] ?? 0) > 0 && `, ${data.timeouts[index]} timeouts`}
    </p>
  );
}

function textAt(data: ChartData, index: number | undefined): string {
  const at = index === undefined ? undefined : data.at[index];
  if (index === undefined || at === undefined) return 'no point chosen';
  const values =
    data.p50[index] === null
      ? 'nothing is known'
      : `p50 ${formatMs(data.p50[index])}, p95 ${formatMs(data.p95[index])}`;
  return `${formatInstant(at * 1_000, 'local', 'minute')}: ${values}`;
}

function MarkerList({ markers }: { readonly markers: Series['markers'] }) {
  if (markers.length === 0) return null;
  return (
    <ul class="markers">
      {markers.map(({ at, text }) => (
        <li key={`${at} ${text}`}>
          <span class="swatch marker" aria-hidden="true" /> <Moment at={at} /> {text}
        </li>
      ))}
    </ul>
  );
}

function PointTable({ series }: { readonly series: Series }) {
  return (
    <table class="table plain">
      <thead>
        <tr>
          <th scope="col">From</th>
          {['Checks', 'p50', 'p95', 'p99', 'Timeouts'].map((title) => (
            <th key={title} scope="col" class="number">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {series.points.slice(-200).map((point) => (
          <tr key={point.at}>
            <td>
              <Moment at={point.at} />
            </td>
            <td class="number">{point.count}</td>
            <td class="number">{formatMs(point.p50_ms)}</td>
            <td class="number">{formatMs(point.p95_ms)}</td>
            <td class="number">{formatMs(point.p99_ms)}</td>
            <td class="number">{point.timeouts}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
