import { createRedactor } from '../../domain/redaction.ts';
import { sendOnce } from '../../monitor/send-once.ts';
import { channelTest, testNotification } from '../../monitor/test-notification.ts';
import { bad, type Examination, fine } from './examination.ts';

const sendTimeoutMs = 10_000;

/** Whether every channel takes a message: sends each a marked test, and its end. */
export const channelsExamination: Examination = {
  name: 'channels',
  async examine({ config, effects, signal }) {
    const parts = { ...effects, redact: createRedactor(config.secrets), sendTimeoutMs, signal };
    return Promise.all(
      config.alerts.channels.map(async ({ name, channel }) => {
        const test = channelTest({ channel: name, by: 'svcmon doctor', at: effects.clock.now() });
        for (const state of ['firing', 'resolved'] as const) {
          const sent = await sendOnce(channel, testNotification(test, state, effects.clock.now()), parts);
          if (sent.outcome !== 'delivered') return bad(`${name} did not take a test: ${sent.reason}`, 'see its keys');
        }
        return fine(`${name} took a test`);
      }),
    );
  },
};
