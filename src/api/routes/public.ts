import { z } from 'zod';
import { allows } from '../../domain/access.ts';
import { parseDuration } from '../../domain/duration.ts';
import { badRequest, ok } from '../answer.ts';
import { badgeColor, badgeSvg } from '../badge-svg.ts';
import type { Badge } from '../desks/public.ts';
import { noService } from '../edited.ts';
import { badgeKinds, shieldsBadgeSchema } from '../resources/badge.ts';
import { publicStatusSchema } from '../resources/overview.ts';
import { serviceName } from '../resources/range.ts';
import { type Answer, defineRoute } from '../route.ts';

const keptS = 30;
const cacheable = { 'cache-control': `public, max-age=${keptS}` };
const dayMs = 86_400_000;
const longestMs = 400 * dayMs;

/** What everybody may see. */
export const publicStatus = defineRoute({
  operationId: 'getPublicStatus',
  tag: 'public',
  methods: ['GET'],
  path: '/public/status',
  summary: 'The services that are marked as `public`: how they stand, and their last 90 days.',
  description: 'Neither URLs nor errors. Days are at most a minute old.',
  scope: 'none',
  params: z.object({}),
  query: z.object({}),
  answers: { 200: { means: 'as of now', body: publicStatusSchema } },

  async handle(_request, { everybody }) {
    return ok(await everybody.status(), cacheable);
  },
});

/** A badge as a picture, or for shields.io. */
export const badge = defineRoute({
  operationId: 'getBadge',
  tag: 'public',
  methods: ['GET'],
  path: '/badges/:name/:file',
  summary: 'A badge of a service, as SVG or for the endpoint badge of shields.io.',
  description:
    'Services that are marked as `public` have badges for everybody; those of others need the scope `read`, and are not there without it.',
  scope: 'none',
  params: z.object({
    name: serviceName,
    file: z
      .enum(badgeKinds.flatMap((kind) => [`${kind}.svg`, `${kind}.json`] as const))
      .describe('What it tells, and how it is written.'),
  }),
  query: z.object({
    window: z.string().max(20).default('30d').describe('Of `uptime`: how far back, such as `24h` or `30d`.'),
  }),
  answers: { 200: { means: 'the badge', body: shieldsBadgeSchema, texts: ['image/svg+xml; charset=utf-8'] } },

  async handle({ params: { name, file }, query: { window }, by }, { everybody }) {
    const windowMs = parseDuration(window);
    if (windowMs === undefined || windowMs <= 0 || windowMs > longestMs) {
      return badRequest([{ path: 'window', message: 'expected a duration of 400 days at most, such as 30d' }]);
    }
    const kind = badgeKinds.find((one) => file.startsWith(`${one}.`)) ?? 'status';
    const found = await everybody.badge(name, { kind, windowMs });
    const isVisible = found?.isPublic === true || allows(by.scope, 'read');
    if (found === undefined || !isVisible) return noService(name);
    return file.endsWith('.svg') ? picture(found) : shields(found);
  },
});

function picture(found: Badge): Answer {
  const headers = { ...cacheFor(found), 'cross-origin-resource-policy': 'cross-origin' };
  return { kind: 'text', status: 200, type: 'image/svg+xml; charset=utf-8', text: badgeSvg(found), headers };
}

function shields(found: Badge): Answer {
  const { label, message, tone } = found;
  const badge = { schemaVersion: 1, label, message, color: badgeColor(found), isError: tone === 'bad' };
  return ok({ ...badge, cacheSeconds: keptS }, cacheFor(found));
}

/** What not everybody may see is kept by no proxy. */
function cacheFor({ isPublic }: Badge): Readonly<Record<string, string>> {
  return isPublic ? cacheable : { 'cache-control': `private, max-age=${keptS}` };
}
