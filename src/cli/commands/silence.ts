import type { Command } from 'commander';
import { defineCommand, defineCommandGroup } from '../command.ts';
import type { AddSilenceOptions } from '../run-silence.ts';
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
  summary: 'list the silences that hold',
  examples: ['silence'],
  configure: withShowOptions,

  async run(input, context) {
    const { runListSilences } = await import('../run-silence.ts');
    return runListSilences(input, context);
  },
});

const add = defineCommand<AddSilenceOptions>({
  name: 'add',
  summary: 'hold alerts back for a time; checks go on, and what ends is still told',
  examples: [
    "silence add --service checkout --for 2h --comment 'known, fix is on its way'",
    'silence add --group shop --tag tier=1 --until 22:00',
  ],

  configure: (command: Command) =>
    withPersonOption(withEndOptions(withMatchOptions(withShowOptions(command)))).option(
      '--comment <text>',
      'why, for whoever wonders',
    ),

  async run(input, context) {
    const { runAddSilence } = await import('../run-silence.ts');
    return runAddSilence(input, context);
  },
});

const end = defineCommand<StateOptions>({
  name: 'end',
  summary: 'end a silence now',
  examples: ['silence end 01KAH3Y2'],
  configure: (command) => withStateOptions(command).argument('<silence>', 'its id, or the beginning of it'),

  async run(input, context) {
    const { runEndSilence } = await import('../run-silence.ts');
    return runEndSilence(input, context);
  },
});

/** `svcmon silence`: "do not notify me until…", said by people. */
export const silence = defineCommandGroup({
  name: 'silence',
  summary: 'hold alerts back for a while: list, add and end silences',
  commands: [list, add, end],
});
