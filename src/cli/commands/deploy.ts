import type { Command } from 'commander';
import { deploymentStatuses } from '../../domain/deployment.ts';
import { defineCommand, defineCommandGroup } from '../command.ts';
import { choice, positiveInteger } from '../options.ts';
import type { ListDeploymentsOptions, RecordDeploymentOptions, RollBackOptions } from '../run-deploy.ts';
import { withPersonOption, withShowOptions } from '../state-options.ts';

const list = defineCommand<ListDeploymentsOptions>({
  name: 'list',
  summary: 'list deployments, the newest first',
  examples: ['deploy list', 'deploy list --service checkout --status failed'],

  configure: (command) =>
    withShowOptions(command)
      .option('--service <name>', 'only those of this service')
      .option('--environment <name>', 'only those to this environment')
      .addOption(choice('--status <status>', 'only those that stand so', deploymentStatuses))
      .option('-n, --limit <number>', 'most deployments to show', positiveInteger, 20),

  async run(input, context) {
    const { runListDeployments } = await import('../run-deploy.ts');
    return runListDeployments(input, context);
  },
});

const record = defineCommand<RecordDeploymentOptions>({
  name: 'record',
  summary: 'tell that a service was deployed: the monitor watches it for its bake time, and judges',
  examples: [
    'deploy record checkout --version 2.3.1',
    'deploy record checkout --version 2.3.1 --environment staging --commit 4f1c2d0 --bake 10m --wait',
  ],

  configure: (command: Command) =>
    withPersonOption(withShowOptions(command))
      .argument('<service>', 'what was deployed')
      .requiredOption('--version <version>', 'what people call the release')
      .option('--environment <name>', 'where it was deployed to', 'production')
      .option('--commit <commit>', 'what it was built from')
      .option('--url <url>', 'where people find it, such as the run of a pipeline')
      .option('--bake <duration>', 'for how long to watch (default: deployments.bake_time of the configuration)')
      .option('--wait', 'wait until it is judged; the exit code says how'),

  async run(input, context) {
    const { runRecordDeployment } = await import('../run-deploy.ts');
    return runRecordDeployment(input, context);
  },
});

const rollback = defineCommand<RollBackOptions>({
  name: 'rollback',
  summary: 'tell that a release is taken back; the monitor calls the rollback webhook, where one is configured',
  examples: ["deploy rollback 01KAH3Y2 --reason 'payments time out'"],

  configure: (command: Command) =>
    withPersonOption(withShowOptions(command))
      .argument('<deployment>', 'its id, or the beginning of it')
      .option('--reason <text>', 'why, for whoever wonders'),

  async run(input, context) {
    const { runRollBack } = await import('../run-deploy.ts');
    return runRollBack(input, context);
  },
});

/** `svcmon deploy`: releases, and whether services stayed healthy after them. */
export const deploy = defineCommandGroup({
  name: 'deploy',
  summary: 'deployments, watched after release: list, record and roll back',
  commands: [list, record, rollback],
});
