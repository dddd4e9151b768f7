import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Series } from '../api/types.ts';
import { formatInstant, formatMs } from '../format.ts';
import { theme } from '../state/preferences.ts';
import { useStore } from '../state/store.ts';
import { Moment, useZone } from '../widgets/time.tsx';
import { type ChartData, chartDataOf, highestOf } from './chart-data.ts';
import { type Limit, limitsText, topOf } from './limits.ts';
import { missingText } from './percentiles.ts';
import type { Plot } from './plot.ts';
import { PointTable } from './point-table.tsx';
import { ResponseLegend } from './response-legend.tsx';
import { ZoomButtons } from './zoom-buttons.tsx';

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
  const [shown, setShown] = useState(span);
  const { fromAt, toAt } = span;
  useEffect(() => setShown({ fromAt, toAt }), [fromAt, toAt]);
  const data = useMemo(() => chartDataOf(series, shown), [series, shown]);
  const [index, setIndex] = useState<number | undefined>(undefined);
  const { canvas, plot } = usePlot({
    data,
    series,
    limits,
    onChoose: setIndex,
    onZoom: (from, to) => setShown({ fromAt: from, toAt: to }),
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
  const top = topOf(highestOf(data), limits);
  if (series.points.length === 0) {
    return (
      <p class="quiet">No response times in this span. The first point is there about 30 s after the first check.</p>
    );
  }
  return (
    <>
      <div class="chart-tools">
        <ResponseLegend series={series} limits={limits.filter(({ ms }) => ms < top)} />
        <ZoomButtons span={span} shown={shown} canZoomIn={data.at.length >= 8} onZoom={setShown} />
      </div>
      <div
        class="chart"
        // Time goes from left to right whatever the text does.
        dir="ltr"
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
      <p class="quiet">{[missingText(series.points), limitsText(limits)].filter(Boolean).join(' ')}</p>
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

function Readout({ data, index }: { readonly data: ChartData; readonly index: number | undefined }) {
  const zone = useZone();
  const at = index === undefined ? undefined : data.at[index];
  if (index === undefined || at === undefined) {
    return <p class="readout quiet">Point at the chart, or use the arrow keys, to read single values.</p>;
  }
  return (
    <p class="readout">
      <strong>{formatInstant(at * 1_000, zone, 'minute')}</strong> {valuesText(data, index)}
    </p>
  );
}

function textAt(data: ChartData, index: number | undefined): string {
  const at = index === undefined ? undefined : data.at[index];
  if (index === undefined || at === undefined) return 'no point chosen';
  return `${formatInstant(at * 1_000, 'local', 'minute')}: ${valuesText(data, index)}`;
}

function valuesText(data: ChartData, index: number): string {
  const min = data.min[index] ?? null;
  const max = data.max[index] ?? null;
  const timeouts = data.timeouts[index] ?? 0;
  const percentiles = (['p50', 'p95', 'p99'] as const).flatMap((name) => {
    const ms = data[name][index] ?? null;
    return ms === null ? [] : [`${name} ${formatMs(ms)}`];
  });
  const parts = [
    ...percentiles,
    ...(min === null || max === null ? [] : [`all between ${formatMs(min)} and ${formatMs(max)}`]),
    ...(timeouts > 0 ? [`${timeouts} ${timeouts === 1 ? 'timeout' : 'timeouts'}`] : []),
  ];
  return parts.join(', ') || 'nothing is known';
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
