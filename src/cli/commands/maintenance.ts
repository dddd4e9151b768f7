import type { Command } from 'commander';
import { defineCommand, defineCommandGroup } from '../command.ts';
import type { AddMaintenanceOptions } from '../run-maintenance.ts';
import {
  type ShowOptions,
  type StateOptions,
  withEndOptions,
  withMatchOptions,
  withPersonOption,
  withShowOptions,
  withStateOptions,
} from '../state-options.ts';

const list = defineCommand<ShowOptions>({
  name: 'list',
  summary: 'list the maintenance that is open or planned; of what comes back, the next time',
  examples: ['maintenance'],
  configure: withShowOptions,

  async run(input, context) {
    const { runListMaintenance } = await import('../run-maintenance.ts');
    return runListMaintenance(input, context);
  },
});

const add = defineCommand<AddMaintenanceOptions>({
  name: 'add',
  summary: 'plan a window in which failures are expected',
  examples: [
    "maintenance add 'database upgrade' --from '2026-12-24 22:00' --for 2h --service orders-db --service checkout",
    'maintenance add patching --for 30m --group shop',
  ],

  configure: (command: Command) =>
    withPersonOption(
      withMatchOptions(
        withEndOptions(
          withShowOptions(command)
            .argument('<name>', 'what is done; said where a message is held back')
            .option('--from <time>', 'when it begins, such as 22:00 or "2026-12-24 22:00" (default: now)'),
        ),
      ),
    ),

  async run(input, context) {
    const { runAddMaintenance } = await import('../run-maintenance.ts');
    return runAddMaintenance(input, context);
  },
});

const cancel = defineCommand<StateOptions>({
  name: 'cancel',
  summary: 'cancel a window, or end it now where it is open',
  examples: ["maintenance cancel 'database upgrade'", 'maintenance cancel 01KAH3Y2'],
  configure: (command) => withStateOptions(command).argument('<window>', 'its name, its id, or the beginning of that'),

  async run(input, context) {
    const { runCancelMaintenance } = await import('../run-maintenance.ts');
    return runCancelMaintenance(input, context);
  },
});

/** `svcmon maintenance`: planned windows in which failures are expected. */
export const maintenance = defineCommandGroup({
  name: 'maintenance',
  summary: 'planned windows in which failures are expected: list, add and cancel',
  commands: [list, add, cancel],
});
