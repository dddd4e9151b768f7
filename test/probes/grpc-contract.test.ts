import { grpc } from '../../src/probes/grpc.ts';
import { startGrpcServer } from '../support/grpc-server.ts';
import { describeProbe, troublesOverTcp } from './contract.ts';

describeProbe('grpc', {
  probe: grpc,
  troubles: {
    ...troublesOverTcp(
      (port) => ({ address: `127.0.0.1:${port}`, auth: { type: 'bearer', token: 'planted-secret' } }),
      {},
    ),
    'a server that does not answer': {
      service: async () => {
        const { port } = await startGrpcServer({ answer: () => 'nothing' });
        return { address: `127.0.0.1:${port}`, auth: { type: 'bearer', token: 'planted-secret' } };
      },
      reasons: ['timeout'],
    },
  },
  secrets: ['planted-secret'],
});
