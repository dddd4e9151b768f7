import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import {
  type ConfigOptions,
  choice,
  type SelectionOptions,
  selectionOf,
  withConfigOption,
  withSelectionOptions,
} from '../options.ts';

interface ListOptions extends ConfigOptions, SelectionOptions {
  readonly format: 'table' | 'json' | 'names';
}

/** `svcmon list`: what is configured, secrets masked. */
export const list = defineCommand<ListOptions>({
  name: 'list',
  summary: 'list the configured services',
  examples: ['list', 'list --tag team=payments', 'list -o json | jq .'],

  configure: (command) =>
    withSelectionOptions(withConfigOption(command)).addOption(
      choice('-o, --format <format>', 'how to write the list', ['table', 'json', 'names']).default('table'),
    ),

  async run({ args, options }, context) {
    const [{ openConfig }, { selectOrFail }, { listServices }, { lookOf }] = await Promise.all([
      import('../open-config.ts'),
      import('../select-or-fail.ts'),
      import('../service-list.ts'),
      import('../terminal.ts'),
    ]);
    const { services } = await openConfig(options, context);
    const selected = selectOrFail(services, selectionOf(args, options));
    context.output.data(listServices(selected, options.format, lookOf(context.output.stdout, context)));
    return exitCodes.ok;
  },
});
