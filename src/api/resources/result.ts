import { z } from 'zod';
import { historySchema } from '../../reporting/history-schema.ts';
import { serviceResult } from '../../reporting/machine-schema.ts';
import { pageOf } from './page.ts';

const { findings, assertions, evidence, ...found } = serviceResult.shape;
const { address, port, url, method, status_text, status_class, http_version, content, redirects, tls, details } = found;

const observation = z
  .strictObject({
    ...{ address, port, url, method, status_text, status_class, http_version, content, redirects, tls, details },
  })
  .describe('what the last attempt showed');

/** How one run of a check ended. */
export const resultSchema = z
  .strictObject({
    service: z.string(),
    ...historySchema.shape.results.element.shape,
    findings: findings.nullable().describe('worst first; null where the result is not kept in full'),
    assertions: assertions.nullable(),
    evidence: evidence.describe('what proves a verdict that is not healthy, redacted; text of the target'),
    observation: observation.nullable(),
  })
  .meta({
    id: 'Result',
    description:
      'How one run of a check ended. The last failures, and now and then another result, are kept in full: of the others `findings`, `assertions`, `evidence` and `observation` are null.',
  });

export type ResultResource = z.infer<typeof resultSchema>;

/** A page of results. */
export const resultPageSchema = pageOf('ResultPage', resultSchema);
