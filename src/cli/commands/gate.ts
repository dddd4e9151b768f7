import type { Command } from 'commander';
import { defineCommand } from '../command.ts';
import type { GateOptions } from '../run-gate.ts';
import { withShowOptions } from '../state-options.ts';

/** `svcmon gate`: keeps a pipeline waiting until a service is proven healthy. */
export const gate = defineCommand<GateOptions>({
  name: 'gate',
  summary: 'wait until a service has been healthy for a while; for pipelines',
  examples: ['gate checkout --for 2m --timeout 10m', 'gate checkout --for 2m --version 2.3.1'],

  configure: (command: Command) =>
    withShowOptions(command)
      .argument('<service>', 'what is to be proven healthy')
      .option('--for <duration>', 'how long it must be healthy without a break', '2m')
      .option('--timeout <duration>', 'how long to wait for that', '10m')
      .option('--version <version>', 'count from the deployment of this release, and fail where that has failed')
      .addHelpText(
        'after',
        '\nExit codes: 0 proven healthy · 1 down, or the deployment failed · 2 usage or configuration error · 3 not proven in time · 4 no such service · 130 interrupted',
      ),

  async run(input, context) {
    const { runGate } = await import('../run-gate.ts');
    return runGate(input, context);
  },
});
