import { z } from 'zod';
import { characters, formProblems, jsonAnswer, type Rules } from './rules.ts';

const common = {
  token: z.string().regex(/^[A-Za-z0-9]{30}$/, { error: 'application token is invalid' }),
  user: z
    .string()
    .regex(/^[A-Za-z0-9]{30}$/, { error: 'user identifier is not a valid user, group, or subscribed user key' }),
  message: characters(1_024),
  title: characters(250),
  timestamp: z.string().regex(/^\d{10}$/),
  device: z
    .string()
    .regex(/^[\w-]{1,25}$/)
    .optional(),
  sound: z.string().optional(),
  url: z.url().max(512).optional(),
  url_title: characters(100).optional(),
};

const message = z.union([
  z.strictObject({ ...common, priority: z.enum(['-2', '-1', '0', '1']) }),
  z.strictObject({
    ...common,
    priority: z.literal('2'),
    retry: z.coerce.number().int().min(30),
    expire: z.coerce.number().int().max(10_800),
  }),
]);

/** https://pushover.net/api */
export const pushoverRules: Rules = (request) => {
  if (request.method !== 'POST' || request.path !== '/1/messages.json') return { status: 404 };
  const errors = formProblems(request, message);
  if (errors.length > 0) return jsonAnswer(400, { status: 0, errors, request: '5042853c' });
  return jsonAnswer(200, { status: 1, request: '647d2300' });
};
