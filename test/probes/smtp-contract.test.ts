import { smtp } from '../../src/probes/smtp.ts';
import type { Fault } from '../support/fault-server.ts';
import { startFaultServer } from '../support/fault-server.ts';
import { describeProbe, troublesOverTcp } from './contract.ts';

const login = { host: '127.0.0.1', username: 'watcher', password: 'planted-secret' };
const clear = { ...login, encryption: 'none' };

/** Greets and offers a login, then says back whatever it hears. */
const parrot: Fault = (socket) => {
  socket.write('220 ready\r\n');
  socket.once('data', () => {
    socket.write('250-mail.example\r\n250 AUTH PLAIN\r\n');
    socket.once('data', () => {
      socket.write('334 \r\n');
      socket.pipe(socket);
    });
  });
};

describeProbe('smtp', {
  probe: smtp,
  troubles: {
    ...troublesOverTcp((port) => ({ ...clear, port })),
    ...withTls(troublesOverTcp((port) => ({ ...login, port, encryption: 'implicit' }))),
    'a server that repeats the login': {
      service: async () => ({ ...clear, port: (await startFaultServer(parrot)).port }),
      reasons: ['protocol_error'],
    },
  },
  secrets: ['planted-secret'],
});

/** The same troubles, ahead of TLS. */
function withTls<T>(troubles: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(troubles).map(([name, trouble]) => [`${name} instead of TLS`, trouble]));
}
