import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import { type ConfigOptions, defaultConfigPath, withConfigOption } from '../options.ts';

/** `svcmon validate`: every problem of the configuration at once; probes nothing. */
export const validate = defineCommand<ConfigOptions>({
  name: 'validate',
  summary: 'show every problem of the configuration, with line and column; probes nothing',
  examples: ['validate', 'validate -c config/demo.yaml'],

  configure: withConfigOption,

  async run({ options }, context) {
    const [{ openConfig }, { tellWarnings }] = await Promise.all([
      import('../open-config.ts'),
      import('../tell-warnings.ts'),
    ]);
    const { services, placeholders, warnings } = await openConfig(options, context);
    tellWarnings([...placeholders, ...warnings], context);
    const count = services.length === 1 ? '1 service' : `${services.length} services`;
    context.output.data(`${options.config ?? defaultConfigPath}: ${count}, no problems\n`);
    return exitCodes.ok;
  },
});
