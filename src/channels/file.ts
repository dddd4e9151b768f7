import { join } from 'node:path';
import { z } from 'zod';
import { alertDocument } from './alert-document.ts';
import { type Delivery, defineChannel } from './channel.ts';
import { writeNewFile } from './new-file.ts';

/** Writes one JSON file per alert, `alert_YYYYMMDD_HHMMSS[_n].json` by UTC, whole and never over another. */
export const file = defineChannel({
  type: 'file',
  summary: 'Writes each alert as a JSON file of its own.',
  options: z.strictObject({
    directory: z
      .string()
      .min(1)
      .describe('The folder of the files; made, readable by its owner only, where it is missing.'),
  }),

  async send(notification, { directory }, { signal }): Promise<Delivery> {
    if (signal.aborted) return { outcome: 'retry', reason: 'stopped before the file was written' };
    const text = `${JSON.stringify(alertDocument(notification), null, 2)}\n`;
    const written = await writeNewFile({ directory, stem: stemOf(notification.createdAt), extension: '.json', text });
    return 'name' in written
      ? { outcome: 'delivered', detail: `wrote ${join(directory, written.name)}` }
      : { outcome: written.lasting ? 'rejected' : 'retry', reason: written.problem };
  },
});

/** `alert_20261121_193600` for that second, UTC. */
function stemOf(at: number): string {
  const [day = '', time = ''] = new Date(at).toISOString().split(/[T.]/);
  return `alert_${day.replaceAll('-', '')}_${time.replaceAll(':', '')}`;
}
