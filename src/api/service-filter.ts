import { z } from 'zod';
import { statuses } from '../domain/status.ts';
import type { ListedService } from './desks/services.ts';

const sorts = ['worst', 'name', 'group', 'last_checked', 'response_time'] as const;

/** Which services, and in which order. */
export const serviceQuery = {
  status: z.enum(statuses).optional().describe('Only those of this status.'),
  group: z.string().optional().describe('Only those of this group.'),
  tag: z
    .union([z.string(), z.array(z.string())])
    .transform((tags) => [tags].flat())
    .pipe(z.array(z.string().regex(/^[^:=]+[:=]/, { error: 'expected "name:value"' })))
    .optional()
    .describe('Only those with this tag, `name:value`; of several all must hold.'),
  q: z.string().max(200).optional().describe('Only those whose name, group, target or a tag holds this text.'),
  sort: z
    .enum([...sorts, ...sorts.map((sort) => `-${sort}` as const)])
    .default('worst')
    .describe('By what they are ordered; with a `-` the other way round.'),
};

const filter = z.object(serviceQuery);

/** What `serviceQuery` comes to. */
export type ServiceFilter = z.output<typeof filter>;

/** The services that are asked for, in the order asked for. They come worst first. */
export function filterServices(
  services: readonly ListedService[],
  { status, group, tag = [], q, sort }: ServiceFilter,
): readonly ListedService[] {
  const text = q?.toLowerCase();
  const found = services.filter(
    (service) =>
      (status === undefined || service.status === status) &&
      (group === undefined || service.group === group) &&
      tag.every((wanted) => hasTag(service, wanted)) &&
      (text === undefined || textsOf(service).some((one) => one.toLowerCase().includes(text))),
  );
  const isReversed = sort.startsWith('-');
  const key = sort.replace('-', '');
  const ordered = found.toSorted(orders[isOrder(key) ? key : 'worst']);
  return isReversed ? ordered.reverse() : ordered;
}

function hasTag({ tags }: ListedService, wanted: string): boolean {
  const at = wanted.search(/[:=]/);
  return tags[wanted.slice(0, at)] === wanted.slice(at + 1);
}

function textsOf({ name, group, target, tags }: ListedService): readonly string[] {
  return [name, group ?? '', target, ...Object.entries(tags).map((pair) => pair.join(':'))];
}

type Order = (a: ListedService, b: ListedService) => number;

const orders: Readonly<Record<(typeof sorts)[number], Order>> = {
  worst: () => 0,
  name: (a, b) => compare(a.name, b.name),
  group: (a, b) => compare(a.group ?? '', b.group ?? '') || compare(a.name, b.name),
  last_checked: (a, b) => (a.lastCheckedAt ?? -1) - (b.lastCheckedAt ?? -1),
  response_time: (a, b) => (a.responseTimeMs ?? -1) - (b.responseTimeMs ?? -1),
};

function isOrder(key: string): key is (typeof sorts)[number] {
  return Object.hasOwn(orders, key);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
