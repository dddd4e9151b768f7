import { defineCommand } from '../command.ts';
import { choice, withConfigOption } from '../options.ts';
import type { DoctorOptions } from '../run-doctor.ts';

/** `svcmon doctor`: whether this machine is fit to monitor. */
export const doctor = defineCommand<DoctorOptions>({
  name: 'doctor',
  summary: 'is this machine fit to monitor: Node, clock, DNS, disk, history, limits',
  examples: ['doctor', 'doctor -c /etc/svcmon/services.yaml --channels', 'doctor -o json'],

  configure: (command) =>
    withConfigOption(command)
      .option('--channels', 'also send a marked test to every channel')
      .addOption(choice('-o, --format <format>', 'how to write the result', ['text', 'json']).default('text')),

  async run(input, context) {
    const { runDoctor } = await import('../run-doctor.ts');
    return runDoctor(input, context);
  },
});
