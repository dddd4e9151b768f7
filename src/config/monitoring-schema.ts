import { z } from 'zod';
import { secretUrlKey } from '../channels/option-keys.ts';
import { durationKey } from '../domain/duration.ts';

/** The `monitoring:` of a file. */
export const monitoringKeys = z.strictObject({
  check_interval: durationKey({ minMs: 1_000 }).prefault('60s').describe('Time between two checks of a service.'),
  parallel_checks: z.boolean().default(true).describe('Check several services at once.'),
  max_workers: z.int().min(1).max(1_000).default(10).describe('Most checks at once.'),
  canaries: z
    .array(canaryKey())
    .max(10)
    .default([])
    .describe(
      'What answers as long as our own network works. When services fail and no canary answers, results are `unknown` and one alert tells of it.',
    ),
  heartbeat_url: secretUrlKey()
    .optional()
    .describe(
      'Asked by GET after every round whose results were also stored, so that somebody else notices when svcmon dies.',
    ),
});

const canarySchemes = new Set(['http:', 'https:', 'dns:']);
const expectedCanary = 'expected an http, https or dns URL such as "https://1.1.1.1" or "dns://9.9.9.9"';

function canaryKey() {
  return z.string().superRefine((text, context) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const fits = url !== undefined && canarySchemes.has(url.protocol) && url.hostname !== '';
    if (!fits) context.addIssue({ code: 'custom', message: expectedCanary, input: text });
  });
}
