import type { AlertDesk } from '../api/desks/alerts.ts';
import type { Config } from '../config/config.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import type { Redact } from '../domain/redaction.ts';
import { lineOrNull, toInstant } from '../reporting/machine-values.ts';
import { messageDocument } from '../reporting/message-document.ts';
import type { Store } from '../storage/store.ts';
import { channelLines } from './channel-lines.ts';
import type { Effects } from './effects.ts';
import { testChannel } from './test-channel.ts';

export interface AlertsParts {
  readonly store: Store;
  readonly effects: Effects;
  config(): Config;
  readonly redact: Redact;
}

const mostMessages = 20_000;

/** What was sent, and the channels of the configuration in use. */
export function createAlertDesk({ store, effects, config, redact }: AlertsParts): AlertDesk {
  return {
    async messages({ channel, state }) {
      const items = await store.outboxHistory({ ...(channel !== undefined && { channel }), limit: mostMessages });
      return items.filter((item) => state === undefined || item.state === state).map(messageDocument);
    },
    async channels() {
      const [pending, history] = await Promise.all([
        store.pendingOutbox(),
        store.outboxHistory({ limit: mostMessages }),
      ]);
      const lines = channelLines({ channels: config().alerts.channels, isWhole: true }, { pending, history });
      return lines.map(({ name, type = null, waiting, deliveredAt, trouble }) => ({
        name: toPlainLine(name),
        type,
        waiting,
        last_delivered_at: deliveredAt === undefined ? null : toInstant(deliveredAt),
        last_error: lineOrNull(trouble),
      }));
    },
    async test(name, by, signal) {
      const channel = config().alerts.channels.find((configured) => configured.name === name);
      if (channel === undefined) return undefined;
      const { sent, ended, problem, record } = await testChannel({ channel, by, effects, redact, signal });
      await store.commit({ ...nothing, outbox: [record] });
      const { outcome } = sent.outcome === 'delivered' ? ended : sent;
      const detail = sent.outcome === 'delivered' ? (sent.detail ?? 'delivered') : '';
      return {
        outcome: outcome === 'retry' ? 'failed' : outcome,
        text: toPlainLine(redact(problem ?? detail)),
      };
    },
  };
}

const nothing = { results: [], health: [], incidents: [], timeline: [], alerts: [], channels: [], notSent: [] };
