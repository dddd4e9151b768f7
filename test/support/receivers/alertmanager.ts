import { z } from 'zod';
import { characters, jsonAnswer, jsonProblems, type Rules } from './rules.ts';

const labelName = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/);

const alerts = z
  .array(
    z
      .strictObject({
        labels: z.record(labelName, characters(10_000)).refine((labels) => Object.keys(labels).length > 0),
        annotations: z.record(labelName, characters(10_000)),
        startsAt: z.iso.datetime(),
        endsAt: z.iso.datetime(),
      })
      .refine(({ startsAt, endsAt }) => Date.parse(startsAt) <= Date.parse(endsAt), {
        error: 'start time must be before end time',
      }),
  )
  .min(1);

/** https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml */
export const alertmanagerRules: Rules = (request) => {
  if (request.method !== 'POST' || request.path !== '/api/v2/alerts') return { status: 404 };
  const [problem] = jsonProblems(request, alerts);
  return problem === undefined ? { status: 200 } : jsonAnswer(400, problem);
};
