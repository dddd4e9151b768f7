import { z } from 'zod';
import type { OptionProblem } from '../probe.ts';
import { readDatabaseUrl } from './database-url.ts';
import { type Pattern, patternKey } from './pattern-key.ts';

/** What goes to and fro once the broker has let us in. */
export interface MqttExchange {
  readonly subscribe?: string | undefined;
  readonly publish?: { readonly topic: string; readonly payload: string } | undefined;
  readonly expect?: Pattern | undefined;
}

/** The keys of what goes to and fro. */
export function mqttExchangeKeys() {
  return {
    subscribe: filterKey()
      .optional()
      .describe(
        'Topics to subscribe to, with wildcards where wanted: `plant/+/status`. The first message is kept for assertions.',
      ),
    publish: z
      .strictObject({
        topic: topicKey().describe('The topic of the message.'),
        payload: z.string().max(65_536).describe('The message.'),
      })
      .optional()
      .describe('A message to publish; with `subscribe`, one must then come back.'),
    expect: patternKey().optional().describe('A regular expression (RE2) that the message waited for must match.'),
  };
}

/** Mistakes in the options of an mqtt service that show only across keys. */
export function mqttProblems(
  options: MqttExchange & { readonly username?: unknown; readonly password?: unknown },
): readonly OptionProblem[] {
  const { subscribe, expect, username, password } = options;
  const problems: OptionProblem[] = [];
  if (expect !== undefined && subscribe === undefined) {
    problems.push({ path: ['expect'], message: 'messages come from topics: subscribe says from which' });
  }
  if (password !== undefined && username === undefined) {
    problems.push({ path: ['password'], message: 'a password is that of a user: username says of which' });
  }
  return problems;
}

/** The keys of the service that `mqtt://user:password@host:1883/topic?expect=up` stands for; `mqtts:` is the same with TLS. */
export function mqttKeysOf(url: URL): Readonly<Record<string, unknown>> {
  const { parameters, database: subscribe, ...keys } = readDatabaseUrl(url, ['expect']);
  return {
    ...keys,
    ...(subscribe !== undefined && { subscribe }),
    ...Object.fromEntries(parameters),
    ...(url.protocol === 'mqtts:' && { tls: true }),
  };
}

/** The port by convention: 8883 with TLS, else 1883. */
export function mqttPortOf({ port, tls }: { readonly port?: number | undefined; readonly tls?: unknown }): number {
  return port ?? (tls === undefined ? 1_883 : 8_883);
}

// MQTT 5.0 §4.7: `#` stands alone at the end, `+` for one whole level.
function filterKey() {
  return topicText().regex(/^(?:(?:\+|[^+#/]*)\/)*(?:\+|#|[^+#/]*)$/, {
    error: 'expected topics such as plant/+/status or plant/#',
  });
}

function topicKey() {
  return topicText().regex(/^[^+#]*$/, { error: 'expected one topic, without wildcards' });
}

function topicText() {
  return z
    .string()
    .min(1)
    .max(1_000)
    .refine((text) => !text.includes('\0'), { error: 'holds no NUL character' });
}
