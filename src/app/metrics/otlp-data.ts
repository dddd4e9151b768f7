import { type Attributes, type HrTime, ValueType } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  type DataPoint,
  DataPointType,
  type HistogramMetricData,
  type MetricData,
  type MetricDescriptor,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import { version } from '../../version.ts';
import type { ApiMetrics } from './api-metrics.ts';

type Figure = Awaited<ReturnType<ApiMetrics['figures']>>[number];
type FigureValue = Figure['values'][number];

export interface OtlpContext {
  /** What the metrics are of. */
  readonly resource: Attributes;
  /** When counting began, epoch ms. */
  readonly startedAt: number;
  /** When the figures were read, epoch ms. */
  readonly readAt: number;
}

/**
 * The figures as OpenTelemetry has them (https://opentelemetry.io/docs/specs/otel/metrics/data-model/), by the same names: counters
 * are cumulative sums, labels are attributes, and what is measured in seconds has the unit `s`.
 */
export function toResourceMetrics(
  figures: readonly Figure[],
  { resource, startedAt, readAt }: OtlpContext,
): ResourceMetrics {
  // The clock may have been set back.
  const period = { startTime: toHrTime(Math.min(startedAt, readAt)), endTime: toHrTime(readAt) };
  return {
    resource: resourceFromAttributes(resource),
    scopeMetrics: [{ scope: { name: 'svcmon', version }, metrics: figures.map((figure) => toMetric(figure, period)) }],
  };
}

type Period = Pick<DataPoint<number>, 'startTime' | 'endTime'>;

function toMetric(figure: Figure, period: Period): MetricData {
  // The declared type of prom-client is not what it returns.
  const type = String(figure.type);
  const shared = { descriptor: descriptorOf(figure), aggregationTemporality: AggregationTemporality.CUMULATIVE };
  if (type === 'histogram') {
    return { ...shared, dataPointType: DataPointType.HISTOGRAM, dataPoints: toHistograms(figure, period) };
  }
  const dataPoints = figure.values.map(({ value, labels }) => ({ ...period, attributes: labels, value }));
  if (type === 'counter') return { ...shared, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints };
  return { ...shared, dataPointType: DataPointType.GAUGE, dataPoints };
}

/** A unit of `1` would have Prometheus add `_ratio` to the name. */
function descriptorOf({ name, help }: Figure): MetricDescriptor {
  const unit = name.endsWith('_seconds') ? 's' : '';
  return { name, description: help, unit, valueType: ValueType.DOUBLE };
}

type Histograms = HistogramMetricData['dataPoints'];

/** Prometheus counts in each bucket what is in those below it too. */
function toHistograms({ name, values }: Figure, period: Period): Histograms {
  const points: Histograms = [];
  let boundaries: number[] = [];
  let counts: number[] = [];
  let below = 0;
  let sum = 0;
  for (const figure of values) {
    const { le, ...attributes } = figure.labels;
    if (le !== undefined) {
      if (typeof le === 'number') boundaries.push(le);
      counts.push(figure.value - below);
      below = figure.value;
    } else if (nameOf(figure) === `${name}_sum`) {
      sum = figure.value;
    } else {
      // The count is the last that comes of a set of labels.
      points.push({ ...period, attributes, value: { buckets: { boundaries, counts }, sum, count: figure.value } });
      [boundaries, counts, below] = [[], [], 0];
    }
  }
  return points;
}

function nameOf(figure: FigureValue): unknown {
  return 'metricName' in figure ? figure.metricName : undefined;
}

function toHrTime(ms: number): HrTime {
  const whole = Math.round(ms);
  return [Math.floor(whole / 1_000), (whole % 1_000) * 1_000_000];
}
