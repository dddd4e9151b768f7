import { z } from 'zod';
import { aggregations } from '../domain/sla-groups.ts';
import type { Aggregation } from '../domain/sla-report.ts';
import { groupSlo } from './slo-schema.ts';

const names = Object.keys(aggregations) as [Aggregation, ...Aggregation[]];

/** One entry of `groups:`. */
export const groupKeys = z.strictObject({
  aggregation: z
    .enum(names)
    .default('all_of')
    .describe(`How its services make one: ${names.map((name) => `\`${name}\` is ${aggregations[name]}`).join('; ')}.`),
  weights: z
    .record(z.string(), z.number().min(0).max(1_000_000))
    .default({})
    .describe('With `weighted`: how much a service counts; 1 unless given.'),
  slo: groupSlo.optional().describe('What is promised for the group as a whole.'),
});

/** The `groups:` of a file: by the `group` of services. */
export const groupsKeys = z.record(z.string(), groupKeys);
