import { amqp } from '../../src/probes/amqp.ts';
import { describeProbe, troublesOverTcp } from './contract.ts';

const login = { host: '127.0.0.1', username: 'watcher', password: 'planted-secret' };

describeProbe('amqp', {
  probe: amqp,
  troubles: {
    ...troublesOverTcp((port) => ({ ...login, port })),
    ...withTls(troublesOverTcp((port) => ({ ...login, port, tls: true }))),
  },
  secrets: ['planted-secret'],
});

/** The same troubles, ahead of TLS. */
function withTls<T>(troubles: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(troubles).map(([name, trouble]) => [`${name} instead of TLS`, trouble]));
}
