import { z } from 'zod';
import { jsonProblems, type Rules } from './rules.ts';

const texts = z.record(z.string(), z.string());
const status = z.enum(['firing', 'resolved']);

const message = z.strictObject({
  version: z.literal('4'),
  groupKey: z.string().min(1),
  truncatedAlerts: z.int().min(0),
  status,
  receiver: z.string().min(1),
  groupLabels: texts,
  commonLabels: texts,
  commonAnnotations: texts,
  externalURL: z.string(),
  alerts: z
    .array(
      z.strictObject({
        status,
        labels: texts,
        annotations: texts,
        startsAt: z.iso.datetime(),
        endsAt: z.iso.datetime(),
        generatorURL: z.string(),
        fingerprint: z.string().regex(/^[0-9a-f]{16}$/),
      }),
    )
    .min(1),
});

/** https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
export const alertmanagerWebhookRules: Rules = (request) => {
  if (request.method !== 'POST') return { status: 405 };
  const problems = jsonProblems(request, message);
  return { status: problems.length === 0 ? 200 : 400, body: problems.join('\n') };
};
