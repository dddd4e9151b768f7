import { z } from 'zod';
import { type AlertRule, alertRules } from '../domain/alert-rule.ts';
import { durationKey } from '../domain/duration.ts';
import { matchKeys } from './match-schema.ts';
import { nameKey } from './service-schema.ts';

const dayMs = 86_400_000;

const routeMatch = matchKeys.extend({
  severity: z.enum(['info', 'warning', 'critical']).optional().describe('Only alerts of this severity.'),
});

/** One entry of `alerts.routes`. */
const routeKeys = z.strictObject({
  match: routeMatch.prefault({}).describe('Which alerts; all of it must hold, and without it every alert matches.'),
  channels: z
    .array(nameKey())
    .min(1, { error: 'name at least one channel' })
    .describe('The names of the channels that are told.'),
  repeat_interval: repeatKey().optional().describe('Instead of `alerts.repeat_interval`.'),
  group_wait: waitKey().optional().describe('Instead of `alerts.group_wait`.'),
  continue: z.boolean().default(false).describe('Go on to the next routes although this one matches.'),
});

/** The keys of `alerts:` that say who is told of what, and how often. */
export const routingKeys = {
  routes: z
    .array(routeKeys)
    .default([])
    .describe(
      'Which alert goes to which channels: the first that matches. Without any, every alert goes to every channel.',
    ),
  repeat_interval: repeatKey()
    .prefault('4h')
    .describe('Time between two messages about the same trouble to the same channel; 0 sends no reminders.'),
  group_wait: waitKey()
    .prefault('10s')
    .describe('How long a channel waits for further alerts, so that what fails together is one message.'),
  rules: z.strictObject(ruleKeys()).prefault({}).describe('Which kinds of trouble are told.'),
  certificate_stages: z
    .array(durationKey({ minMs: 3_600_000, maxMs: 3_650 * dayMs }))
    .prefault(['14d', '7d', '3d', '1d'])
    .describe('How long before its expiry a certificate is told of; each once.'),
};

function ruleKeys() {
  const rule = (name: AlertRule, on: boolean) => z.boolean().default(on).describe(`Tell when ${alertRules[name]}.`);
  return {
    unhealthy: rule('unhealthy', true),
    slow: rule('slow', true),
    degraded: rule('degraded', false),
    flapping: rule('flapping', true),
    certificate: rule('certificate', true),
    slo_burn: rule('slo_burn', true),
    deployment: rule('deployment', true),
  };
}

function repeatKey() {
  return durationKey({ minMs: 0 });
}

function waitKey() {
  return durationKey({ minMs: 0, maxMs: 3_600_000 });
}
