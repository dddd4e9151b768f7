import { defineCommand } from '../command.ts';
import { exitCodes, UsageError } from '../exit-code.ts';
import { type ConfigOptions, defaultConfigPath, withConfigOption } from '../options.ts';

/** `svcmon init`: writes a commented configuration to start from; never over an existing file. */
export const init = defineCommand<ConfigOptions>({
  name: 'init',
  summary: 'write a commented services.yaml to start from',
  examples: ['init', 'init -c monitoring/services.yaml'],

  configure: withConfigOption,

  async run({ options: { config: path = defaultConfigPath } }, { output }) {
    const { writeStarter } = await import('../../config/starter.ts');
    if (!(await writeStarter(path))) {
      throw new UsageError(`${path} exists already; edit it, or name another file with -c`);
    }
    output.data(`${path} written. Edit it, then run: svcmon check${path === defaultConfigPath ? '' : ` -c ${path}`}\n`);
    return exitCodes.ok;
  },
});
