import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Series } from '../api/types.ts';
import { formatInstant, formatMs, type Zone } from '../format.ts';
import { type ChartData, highestOf } from './chart-data.ts';
import { type Limit, topOf } from './limits.ts';

/** A chart on the page. */
export interface Plot {
  /** Shows one instant of the data, or none. */
  choose(index: number | undefined): void;
  resize(width: number): void;
  destroy(): void;
}

export interface PlotParts {
  readonly data: ChartData;
  readonly series: Pick<Series, 'outages' | 'markers'>;
  readonly zone: Zone;
  /** From where on an answer is too slow. */
  readonly limits: readonly Limit[];
  readonly onChoose: (index: number | undefined) => void;
  readonly onZoom: (fromAt: number, toAt: number) => void;
}

const height = 240;

/** Draws response times over time: percentiles over the band of all answers, outages as shade, deployments as lines, timeouts as crosses at the top. */
export function createPlot(target: HTMLElement, parts: PlotParts): Plot {
  const { data, onChoose, onZoom } = parts;
  const colour = (name: string) => getComputedStyle(target).getPropertyValue(name).trim();
  const line = (name: string, width: number): uPlot.Series => ({
    stroke: () => colour(name),
    width,
    points: { show: false },
    spanGaps: false,
  });
  const edge: uPlot.Series = { ...line('--line', 0), stroke: 'transparent' };
  const top = topOf(highestOf(data), parts.limits);
  const grid: uPlot.Axis = {
    stroke: () => colour('--quiet'),
    grid: { stroke: () => colour('--line'), width: 1 },
    ticks: { show: false },
    font: '12px system-ui, sans-serif',
  };
  const plot = new uPlot(
    {
      width: Math.max(200, target.clientWidth),
      height,
      legend: { show: false },
      cursor: { y: false, drag: { x: true, y: false, setScale: false }, points: { size: 6 } },
      scales: { y: { range: () => [0, top] } },
      axes: [
        { ...grid, size: 32, values: (_plot, instants) => instants.map((at) => tick(at * 1_000, data, parts.zone)) },
        { ...grid, size: 64, values: (_plot, values) => values.map((ms) => (ms === 0 ? '0' : formatMs(ms))) },
      ],
      series: [{}, edge, edge, line('--chart-p99', 1), line('--chart-p95', 1.5), line('--chart-p50', 2)],
      bands: [{ series: [1, 2], fill: () => colour('--chart-band') }],
      hooks: {
        drawAxes: [(drawn) => drawUnder(drawn, parts, colour)],
        draw: [(drawn) => drawOver(drawn, parts, colour)],
        setCursor: [({ cursor }) => onChoose(cursor.idx ?? undefined)],
        setSelect: [
          (drawn) => {
            if (drawn.select.width < 8) return;
            const from = drawn.posToVal(drawn.select.left, 'x') * 1_000;
            onZoom(from, drawn.posToVal(drawn.select.left + drawn.select.width, 'x') * 1_000);
          },
        ],
      },
    },
    [data.at, data.max, data.min, data.p99, data.p95, data.p50].map((values) => [...values]) as uPlot.AlignedData,
    target,
  );
  const stopFollowing = followTheme(plot);
  return {
    choose(index) {
      const at = index === undefined ? undefined : data.at[index];
      plot.setCursor({ left: at === undefined ? -10 : plot.valToPos(at, 'x'), top: 0 });
    },
    resize: (width) => plot.setSize({ width: Math.max(200, width), height }),
    destroy() {
      stopFollowing();
      plot.destroy();
    },
  };
}

/** The colours of the page follow the system by themselves; what is drawn does not. */
function followTheme(plot: uPlot): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const redraw = () => plot.redraw(false);
  dark.addEventListener('change', redraw);
  return () => dark.removeEventListener('change', redraw);
}

type Colour = (name: string) => string;

function drawUnder(plot: uPlot, { series }: PlotParts, colour: Colour): void {
  const { ctx, bbox } = plot;
  ctx.save();
  for (const { from, to } of series.outages) {
    const left = clampX(plot, Date.parse(from));
    const right = clampX(plot, to === null ? Number.POSITIVE_INFINITY : Date.parse(to));
    ctx.fillStyle = colour('--shade');
    ctx.fillRect(left, bbox.top, Math.max(2, right - left), bbox.height);
  }
  ctx.restore();
}

function drawOver(plot: uPlot, { series, data, limits }: PlotParts, colour: Colour): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.lineWidth = devicePixelRatio;
  ctx.strokeStyle = colour('--text');
  ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio]);
  for (const { at } of series.markers) {
    const x = clampX(plot, Date.parse(at));
    stroke(ctx, [x, bbox.top], [x, bbox.top + bbox.height]);
  }
  for (const { ms, kind } of limits) {
    const y = plot.valToPos(ms, 'y', true);
    if (y <= bbox.top) continue;
    ctx.strokeStyle = colour(kind === 'warning' ? '--degraded' : '--unhealthy');
    stroke(ctx, [bbox.left, y], [bbox.left + bbox.width, y]);
  }
  ctx.setLineDash([]);
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.strokeStyle = colour('--unhealthy');
  const size = 3.5 * devicePixelRatio;
  for (const [index, count] of data.timeouts.entries()) {
    if (count === 0) continue;
    const x = plot.valToPos(data.at[index] ?? 0, 'x', true);
    const y = bbox.top + 2 * size;
    stroke(ctx, [x - size, y - size], [x + size, y + size]);
    stroke(ctx, [x - size, y + size], [x + size, y - size]);
  }
  ctx.restore();
}

function stroke(ctx: CanvasRenderingContext2D, [x1, y1]: [number, number], [x2, y2]: [number, number]): void {
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
}

function clampX(plot: uPlot, at: number): number {
  const { left, width } = plot.bbox;
  const end = left + width;
  if (at === Number.POSITIVE_INFINITY) return end;
  return Math.min(end, Math.max(left, plot.valToPos(at / 1_000, 'x', true)));
}

function tick(at: number, data: ChartData, zone: Zone): string {
  const spanS = (data.at.at(-1) ?? 0) - (data.at[0] ?? 0);
  if (spanS <= 2 * 86_400) return formatInstant(at, zone, 'time');
  return formatInstant(at, zone, 'day').replace(/ \d{4}$/, '');
}
