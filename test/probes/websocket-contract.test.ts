import { websocket } from '../../src/probes/websocket.ts';
import { startWebSocketServer } from '../support/websocket-server.ts';
import { describeProbe, troublesOverTcp } from './contract.ts';

const keys = { headers: { Authorization: 'Bearer planted-secret' }, send: 'ping', expect: 'pong' };

describeProbe('websocket', {
  probe: websocket,
  troubles: {
    ...troublesOverTcp((port) => ({ ...keys, url: `ws://127.0.0.1:${port}/` }), {}),
    'a server that says nothing': {
      service: async () => ({ ...keys, url: (await startWebSocketServer(() => undefined)).url }),
      reasons: ['timeout'],
    },
    'a server that talks without end': {
      service: async () => {
        const { url } = await startWebSocketServer((webSocket) => {
          const more = () => webSocket.readyState === webSocket.OPEN && webSocket.send('x'.repeat(1_000), more);
          more();
        });
        return { ...keys, url };
      },
    },
  },
  secrets: ['planted-secret'],
});
