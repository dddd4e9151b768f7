import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { decodeExportRequest } from './otlp-wire.ts';

const attributes = z
  .array(
    z.object({
      key: z.string(),
      value: z.object({
        stringValue: z.string().optional(),
        doubleValue: z.number().optional(),
        intValue: z.number().optional(),
        boolValue: z.boolean().optional(),
      }),
    }),
  )
  .default([])
  .transform((pairs) =>
    Object.fromEntries(pairs.map(({ key, value }): [string, unknown] => [key, Object.values(value)[0]])),
  );
const point = z.object({ attributes, startTimeUnixNano: z.coerce.bigint(), timeUnixNano: z.coerce.bigint() });
const numbers = z.array(point.extend({ asDouble: z.number() })).default([]);
const histograms = z
  .array(
    point.extend({
      count: z.coerce.number(),
      sum: z.number(),
      bucketCounts: z.array(z.coerce.number()),
      explicitBounds: z.array(z.number()),
    }),
  )
  .default([]);
const metric = z.object({
  name: z.string(),
  description: z.string(),
  unit: z.string().default(''),
  gauge: z.object({ dataPoints: numbers }).optional(),
  sum: z
    .object({ dataPoints: numbers, aggregationTemporality: z.number(), isMonotonic: z.boolean().optional() })
    .optional(),
  histogram: z.object({ dataPoints: histograms, aggregationTemporality: z.number() }).optional(),
});
const exportRequest = z.object({
  resourceMetrics: z.tuple([
    z.object({
      resource: z.object({ attributes }),
      scopeMetrics: z.tuple([
        z.object({ scope: z.object({ name: z.string(), version: z.string() }), metrics: z.array(metric) }),
      ]),
    }),
  ]),
});

/** A metric as it was received. */
export type ReceivedMetric = z.output<typeof metric>;

/** One export as it was received. */
export interface ReceivedExport {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly resource: Readonly<Record<string, unknown>>;
  readonly metrics: readonly ReceivedMetric[];
}

/** A receiver of OTLP over HTTP on a loopback port. */
export interface OtlpReceiver {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly received: readonly ReceivedExport[];
  /** The nth export, from 0, once it was answered. */
  nth(index: number): Promise<ReceivedExport>;
}

/** Starts a receiver that answers the nth export, from 0; it ends with the test. */
export async function startOtlpReceiver(
  answer: (response: ServerResponse, index: number) => void = (response) => response.end(),
): Promise<OtlpReceiver> {
  const received: ReceivedExport[] = [];
  const server = createServer(async (request, response) => {
    const { url: path = '', headers } = request;
    const sent = await buffer(request);
    const body = headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent;
    const isJson = headers['content-type'] === 'application/json';
    const decoded = exportRequest.parse(isJson ? JSON.parse(body.toString()) : decodeExportRequest(body));
    const [{ resource, scopeMetrics }] = decoded.resourceMetrics;
    answer(response, received.length);
    received.push({ path, headers, resource: resource.attributes, metrics: scopeMetrics[0].metrics });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the receiver has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    received,
    nth: (index) =>
      vi.waitFor(
        () => {
          const one = received[index];
          if (one === undefined) throw new Error(`only ${received.length} exports came`);
          return one;
        },
        { timeout: 5_000, interval: 5 },
      ),
  };
}

/** The samples of an export, as lines of the text format of Prometheus without comments, sorted. */
export function samplesOf({ metrics }: Pick<ReceivedExport, 'metrics'>): readonly string[] {
  return metrics
    .flatMap(({ name, gauge, sum, histogram }) => [
      ...[...(gauge?.dataPoints ?? []), ...(sum?.dataPoints ?? [])].map((one) =>
        line(name, one.attributes, one.asDouble),
      ),
      ...(histogram?.dataPoints ?? []).flatMap((one) => {
        const counts = one.bucketCounts.map((_, index) =>
          one.bucketCounts.slice(0, index + 1).reduce((total, count) => total + count, 0),
        );
        return [
          ...counts.map((count, index) =>
            line(`${name}_bucket`, { le: one.explicitBounds[index] ?? '+Inf', ...one.attributes }, count),
          ),
          line(`${name}_sum`, one.attributes, one.sum),
          line(`${name}_count`, one.attributes, one.count),
        ];
      }),
    ])
    .toSorted();
}

function line(name: string, labels: Readonly<Record<string, unknown>>, value: number): string {
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${text}"`);
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}`;
}
