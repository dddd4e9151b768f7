import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAuthority } from './certificates.ts';
import { executableOf } from './executables.ts';
import { freePorts, type PeerProcess, startPeer } from './process.ts';
import { startTogether } from './together.ts';
import { handOver, unprivileged, unprivilegedFolder } from './unprivileged.ts';

/** A RabbitMQ on free ports of 127.0.0.1, with a node name, a port mapper and files of its own. */
export interface RabbitPeer extends PeerProcess {
  /** Where it speaks TLS. */
  readonly tlsPort: number;
  /** Signed its certificate, which is for 127.0.0.1. */
  readonly authorityFile: string;
}

/** Starts a broker with the user `watcher`. */
export function startRabbit(): Promise<RabbitPeer> {
  return startTogether(async (keep) => {
    const { folder } = await keep(unprivilegedFolder());
    const authority = await createAuthority(folder, 'authority');
    const { certFile, keyFile } = await authority.issue({ name: 'server' });
    await Promise.all([certFile, keyFile, authority.certFile].map(handOver));
    // Erlang starts one by itself otherwise, and leaves it behind.
    const mapper = await keep(
      startPeer((port) =>
        unprivileged({ command: 'epmd', args: ['-address', '127.0.0.1', '-port', `${port}`], cwd: folder }),
      ),
    );
    const [tlsPort = 0, distributionPort = 0] = await freePorts(2);
    const config = join(folder, 'rabbitmq.conf');
    const peer = await keep(
      startPeer(async (port) => {
        const lines = [
          `listeners.tcp.1 = 127.0.0.1:${port}`,
          `listeners.ssl.1 = 127.0.0.1:${tlsPort}`,
          `ssl_options.cacertfile = ${authority.certFile}`,
          `ssl_options.certfile = ${certFile}`,
          `ssl_options.keyfile = ${keyFile}`,
          'default_user = watcher',
          'default_pass = watcher-secret',
          'distribution.listener.interface = 127.0.0.1',
        ];
        await writeFile(config, `${lines.join('\n')}\n`);
        await handOver(config);
        const env = environmentOf({ folder, config, port, distributionPort, mapperPort: mapper.port });
        return unprivileged({ command: executableOf('rabbitmq'), args: [], cwd: folder, env });
      }),
    );
    return { ...peer, tlsPort, authorityFile: authority.certFile };
  });
}

interface Place {
  readonly folder: string;
  readonly config: string;
  readonly port: number;
  readonly distributionPort: number;
  readonly mapperPort: number;
}

/** https://www.rabbitmq.com/docs/configure#customise-environment. */
function environmentOf({ folder, config, port, distributionPort, mapperPort }: Place): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: folder,
    RABBITMQ_NODENAME: `svcmon-${port}@localhost`,
    RABBITMQ_DIST_PORT: `${distributionPort}`,
    ERL_EPMD_PORT: `${mapperPort}`,
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_MNESIA_BASE: join(folder, 'mnesia'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_CONFIG_FILE: config,
    RABBITMQ_CONF_ENV_FILE: join(folder, 'none'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'plugins'),
    RABBITMQ_PID_FILE: join(folder, 'pid'),
    // Its script then becomes the server, which can so be ended by its pid.
    RUNNING_UNDER_SYSTEMD: 'true',
  };
}
