import { expect, test } from 'vitest';
import { createOutput } from '../../src/cli/output.ts';
import { tellAlerts } from '../../src/cli/tell-alerts.ts';
import type { Alerted } from '../../src/monitor/alerting.ts';
import { notification } from '../support/notifications.ts';

const alerted: Alerted = {
  notification: notification(),
  deliveries: [
    {
      channel: 'ops',
      type: 'slack',
      delivery: { outcome: 'delivered', detail: 'answered 200' },
      attempts: 1,
      durationMs: 1,
    },
    {
      channel: 'hook',
      type: 'webhook',
      delivery: { outcome: 'rejected', reason: 'answered 404' },
      attempts: 1,
      durationMs: 1,
    },
  ],
};
const placeholder = { file: 'services.yaml', line: 1, column: 1, path: 'alerts.webhook_url', message: 'placeholder' };

test.each([
  [
    'everything that became of alerts is told',
    {},
    [
      'alert to ops: answered 200',
      'warning: the alert did not reach hook: answered 404',
      'nothing was posted to the webhook: it is still the placeholder of the example',
    ],
  ],
  [
    'only what went wrong is told where nothing else is asked for',
    { quiet: true },
    [
      'warning: the alert did not reach hook: answered 404',
      'nothing was posted to the webhook: it is still the placeholder of the example',
    ],
  ],
] as const)('%s', (_name, wishes, lines) => {
  const written: string[] = [];
  const stream = { write: (text: string) => written.push(text) };
  tellAlerts(alerted, { placeholders: [placeholder] }, { output: createOutput(stream, stream), ...wishes });
  expect(written).toEqual(lines.map((line) => `${line}\n`));
});
