import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freshFolder } from '../svcmon.ts';
import { executableOf } from './executables.ts';
import { type PeerProcess, startPeer } from './process.ts';

/** Starts an Alertmanager of its own, not in a cluster, on a free port of 127.0.0.1; it tells one webhook of everything at once. */
export async function startAlertmanager(webhookUrl: string): Promise<PeerProcess> {
  const command = executableOf('alertmanager');
  const folder = await freshFolder();
  const file = join(folder, 'alertmanager.yml');
  await writeFile(
    file,
    JSON.stringify({
      route: { receiver: 'test', group_by: ['...'], group_wait: '0s', group_interval: '1s' },
      receivers: [{ name: 'test', webhook_configs: [{ url: webhookUrl, send_resolved: true }] }],
    }),
  );
  return startPeer((port) => ({
    command,
    args: [
      `--config.file=${file}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ],
    cwd: folder,
  }));
}
