import { tls } from '../../src/probes/tls.ts';
import { describeProbe, troublesOverTcp } from './contract.ts';

const here = (port: number, more: object = {}) => ({ host: '127.0.0.1', port, ...more });

describeProbe('tls', { probe: tls, troubles: troublesOverTcp((port) => here(port)) });

for (const starttls of ['smtp', 'xmpp', 'ldap']) {
  describeProbe(`tls after ${starttls}`, { probe: tls, troubles: troublesOverTcp((port) => here(port, { starttls })) });
}
