import { defineCommand } from '../command.ts';
import type { HeartbeatsOptions } from '../run-heartbeats.ts';
import { withShowOptions } from '../state-options.ts';

/** `svcmon heartbeats`: the URLs that services call, and how they stand. */
export const heartbeats = defineCommand<HeartbeatsOptions>({
  name: 'heartbeats',
  summary: 'the URLs that services call, their last pings and when the next are due',
  examples: ['heartbeats', "heartbeats -o json | jq -r '.heartbeats[].url'"],
  configure: withShowOptions,

  async run(input, context) {
    const { runHeartbeats } = await import('../run-heartbeats.ts');
    return runHeartbeats(input, context);
  },
});
