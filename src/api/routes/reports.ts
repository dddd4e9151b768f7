import { z } from 'zod';
import { badRequest, ok } from '../answer.ts';
import { reportTextFormats } from '../desks/reports.ts';
import { askedRange, rangeMistakes, rangeQuery } from '../resources/range.ts';
import { reportMonthsSchema, slaReportResource } from '../resources/report.ts';
import { defineRoute } from '../route.ts';

const nothing = z.object({});
const dayMs = 86_400_000;
const longestMs = 3_660 * dayMs;

/** Lists the months there are reports of. */
export const listReports = defineRoute({
  operationId: 'listReports',
  tag: 'reports',
  methods: ['GET'],
  path: '/reports',
  summary: 'The months that a report can be made of, newest first.',
  scope: 'read',
  params: nothing,
  query: nothing,
  answers: { 200: { means: 'as of now', body: reportMonthsSchema } },

  async handle(_request, { reports }) {
    return ok(await reports.months());
  },
});

/** Makes an SLA report. */
export const getSlaReport = defineRoute({
  operationId: 'getSlaReport',
  tag: 'reports',
  methods: ['GET'],
  path: '/reports/sla',
  summary: 'The SLA report of a month, of the last one that is over unless it is named, or of a range.',
  scope: 'read',
  params: nothing,
  query: z.object({
    ...rangeQuery,
    month: z
      .string()
      .regex(/^\d{4}-\d\d$/, { error: 'expected a month such as 2026-11' })
      .optional()
      .describe('Such as `2026-11`, on the calendar of `reports.timezone`; not beside a range.'),
    format: z.enum(reportTextFormats).default('json').describe('How it is written.'),
  }),
  answers: {
    200: {
      means: 'the report',
      body: slaReportResource,
      texts: ['text/html; charset=utf-8', 'text/csv; charset=utf-8', 'text/markdown; charset=utf-8'],
    },
  },

  async handle({ query: { month, format, ...range } }, { reports }) {
    const mistakes = rangeMistakes(range);
    const { fromAt, toAt } = askedRange(range);
    if ((fromAt === undefined) !== (toAt === undefined)) {
      mistakes.push({ path: fromAt === undefined ? 'from' : 'to', message: 'missing: a range has two ends' });
    }
    if (month !== undefined && fromAt !== undefined) mistakes.push({ path: 'month', message: 'not beside "from"' });
    if (toAt !== undefined && fromAt !== undefined && toAt - fromAt > longestMs) {
      mistakes.push({ path: 'to', message: 'a report covers ten years at most' });
    }
    if (mistakes.length > 0) return badRequest(mistakes);
    const named = month === undefined ? {} : { month };
    const period = fromAt === undefined || toAt === undefined ? named : { fromAt, toAt };
    const report = await reports.sla({ period, format });
    if (report === undefined) {
      const path = month === undefined ? 'from' : 'month';
      return badRequest([{ path, message: 'there is no such month, or it has not begun yet' }]);
    }
    const headers = { 'content-disposition': `inline; filename="${report.fileName}"` };
    return { kind: 'text', status: 200, type: withCharset(report.mediaType), text: report.text, headers };
  },
});

function withCharset(mediaType: string): string {
  return mediaType.includes('charset') ? mediaType : `${mediaType}; charset=utf-8`;
}
