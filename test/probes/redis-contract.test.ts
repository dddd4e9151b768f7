import { redis } from '../../src/probes/redis.ts';
import { describeProbe, troublesOverTcp } from './contract.ts';

describeProbe('redis', {
  probe: redis,
  troubles: troublesOverTcp((port) => ({ host: '127.0.0.1', port, password: 'planted-secret' })),
  secrets: ['planted-secret'],
});
