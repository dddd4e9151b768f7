import { z } from 'zod';
import { parseDuration } from '../../domain/duration.ts';
import { statuses } from '../../domain/status.ts';
import { badRequest, ok } from '../answer.ts';
import type { AskedWindow } from '../desks/history.ts';
import { noService } from '../edited.ts';
import { decodeCursor, encodeCursor } from '../page.ts';
import { seriesSchema, uptimeSchema } from '../resources/history.ts';
import { pageQuery } from '../resources/page.ts';
import { askedRange, rangeMistakes, rangeQuery, serviceName } from '../resources/range.ts';
import { resultPageSchema } from '../resources/result.ts';
import { defineRoute } from '../route.ts';

const params = z.object({ name: serviceName });
const dayMs = 86_400_000;
const longestMs = 3_660 * dayMs;

/** Lists results. */
export const listResults = defineRoute({
  operationId: 'listResults',
  tag: 'history',
  methods: ['GET'],
  path: '/services/:name/results',
  summary: 'Results of a service, newest first.',
  description:
    'With `status`, a page may hold fewer than `limit` although there are more: go on while there is a `next_cursor`. `total` counts what is stored, by the hour where single results are kept no longer.',
  scope: 'read',
  params,
  query: z.object({
    ...pageQuery,
    ...rangeQuery,
    status: z.enum(statuses).optional().describe('Only those of this verdict.'),
  }),
  answers: { 200: { means: 'a page of results', body: resultPageSchema } },

  async handle({ params: { name }, query: { limit, offset = 0, cursor, status, ...range } }, { history }) {
    const mistakes = rangeMistakes(range);
    if (mistakes.length > 0) return badRequest(mistakes);
    const [beforeAt, begin = offset] = cursor === undefined ? [] : decodeCursor(cursor);
    const before = typeof beforeAt === 'number' && { beforeAt };
    const asked = { ...askedRange(range), ...before, ...(status !== undefined && { status }), limit, offset };
    const part = await history.results(name, asked);
    if (part === undefined) return noService(name);
    const { items, total, lastAt } = part;
    const beginsAt = typeof begin === 'number' ? begin : offset;
    return ok({
      items,
      total,
      limit,
      offset: beginsAt,
      next_cursor: lastAt === undefined ? null : encodeCursor([lastAt, beginsAt + items.length]),
    });
  },
});

/** Response times and states over time. */
export const getSeries = defineRoute({
  operationId: 'getSeries',
  tag: 'history',
  methods: ['GET'],
  path: '/services/:name/series',
  summary: 'Response times and states of a service over time, for a chart; the last day unless a range is given.',
  description: 'There are at most 2,000 steps: where `step_ms` would make more, the step is longer.',
  scope: 'read',
  params,
  query: z.object({
    ...rangeQuery,
    step_ms: z.coerce
      .number()
      .int()
      .min(1_000)
      .max(31 * dayMs)
      .optional()
      .describe('Length of a step in ms; without it one that makes about 200 at most.'),
  }),
  answers: { 200: { means: 'as of now', body: seriesSchema } },

  async handle({ params: { name }, query: { step_ms: stepMs, ...range } }, { history }) {
    const mistakes = rangeMistakes(range);
    if (mistakes.length > 0) return badRequest(mistakes);
    const series = await history.series(name, { ...askedRange(range), ...(stepMs !== undefined && { stepMs }) });
    return series === undefined ? noService(name) : ok(series);
  },
});

/** Availability by time. */
export const getUptime = defineRoute({
  operationId: 'getUptime',
  tag: 'history',
  methods: ['GET'],
  path: '/services/:name/uptime',
  summary: 'Availability of a service by time, over some windows up to now, or over a range.',
  scope: 'read',
  params,
  query: z.object({
    ...rangeQuery,
    windows: z
      .string()
      .max(200)
      .transform((text) => text.split(','))
      .pipe(z.array(z.string()).max(20))
      .optional()
      .describe('Such as `24h,7d,30d,90d`, which it is without; not beside a range.'),
  }),
  answers: { 200: { means: 'as of now', body: uptimeSchema } },

  async handle({ params: { name }, query: { windows, ...range } }, { history }) {
    const mistakes = rangeMistakes(range);
    const asked = range.from === undefined ? windowsOf(windows ?? usualWindows) : [];
    if (range.from === undefined && range.to !== undefined) mistakes.push({ path: 'from', message: 'missing' });
    if (range.from !== undefined && windows !== undefined) {
      mistakes.push({ path: 'windows', message: 'not beside "from"' });
    }
    const wrong = asked.filter((window) => typeof window === 'string');
    for (const text of wrong) {
      mistakes.push({
        path: 'windows',
        message: `expected a duration of ten years at most, got ${JSON.stringify(text)}`,
      });
    }
    if (mistakes.length > 0) return badRequest(mistakes);
    const uptime = await history.uptime(
      name,
      range.from === undefined
        ? asked.filter((window) => typeof window !== 'string')
        : [{ label: 'range', fromAt: range.from, toAt: range.to ?? Number.MAX_SAFE_INTEGER }],
    );
    return uptime === undefined ? noService(name) : ok(uptime);
  },
});

const usualWindows = ['24h', '7d', '30d', '90d'];

/** What is no duration stays the text that it is. */
function windowsOf(texts: readonly string[]): readonly (AskedWindow | string)[] {
  return texts.map((text) => {
    const lastMs = parseDuration(text.trim());
    return lastMs === undefined || lastMs <= 0 || lastMs > longestMs ? text : { label: text.trim(), lastMs };
  });
}
