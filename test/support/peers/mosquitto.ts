import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createAuthority } from './certificates.ts';
import { executableOf } from './executables.ts';
import { freePorts, type PeerProcess, startPeer } from './process.ts';
import { startTogether } from './together.ts';
import { handOver, unprivileged, unprivilegedFolder } from './unprivileged.ts';

/** An MQTT broker on free ports of 127.0.0.1. */
export interface MosquittoPeer extends PeerProcess {
  /** Where it speaks TLS. */
  readonly tlsPort: number;
  /** Signed its certificate, which is for 127.0.0.1. */
  readonly authorityFile: string;
}

/** Starts a broker that knows `watcher`, who may read and write `shop/#` alone. */
export function startMosquitto(): Promise<MosquittoPeer> {
  return startTogether(async (keep) => {
    const { folder } = await keep(unprivilegedFolder());
    const authority = await createAuthority(folder, 'authority');
    const { certFile, keyFile } = await authority.issue({ name: 'server' });
    const rules = {
      passwords: join(folder, 'passwords'),
      acl: join(folder, 'acl'),
      config: join(folder, 'mosquitto.conf'),
    };
    await promisify(execFile)('mosquitto_passwd', ['-b', '-c', rules.passwords, 'watcher', 'watcher-secret']);
    await writeFile(rules.acl, 'user watcher\ntopic readwrite shop/#\n');
    await Promise.all([certFile, keyFile, rules.passwords, rules.acl].map(handOver));
    const [tlsPort = 0] = await freePorts(1);
    const peer = await keep(
      startPeer(async (port) => {
        const lines = [
          'per_listener_settings false',
          'allow_anonymous false',
          `password_file ${rules.passwords}`,
          `acl_file ${rules.acl}`,
          `listener ${port} 127.0.0.1`,
          `listener ${tlsPort} 127.0.0.1`,
          `certfile ${certFile}`,
          `keyfile ${keyFile}`,
        ];
        await writeFile(rules.config, `${lines.join('\n')}\n`);
        await handOver(rules.config);
        return unprivileged({ command: executableOf('mosquitto'), args: ['-c', rules.config], cwd: folder });
      }),
    );
    return { ...peer, tlsPort, authorityFile: authority.certFile };
  });
}
