import type { Command } from 'commander';
import { defineCommand, defineCommandGroup } from '../command.ts';
import { positiveInteger } from '../options.ts';
import type { ListIncidentsOptions, TellIncidentOptions } from '../run-incidents.ts';
import { type ShowOptions, withPersonOption, withShowOptions, withStateOptions } from '../state-options.ts';

const which = 'its id, the beginning of it, or the name of a service for its open one, else its last';

const list = defineCommand<ListIncidentsOptions>({
  name: 'list',
  summary: 'list incidents, the newest first',
  examples: ['incidents', 'incidents list --open', 'incidents list --service checkout'],

  configure: (command) =>
    withShowOptions(command)
      .option('--open', 'only those that have not ended')
      .option('--service <name>', 'only those of this service')
      .option('-n, --limit <number>', 'most incidents to show', positiveInteger, 20),

  async run(input, context) {
    const { runListIncidents } = await import('../run-incidents.ts');
    return runListIncidents(input, context);
  },
});

const show = defineCommand<ShowOptions>({
  name: 'show',
  summary: 'the whole story of an incident, with every message about it',
  examples: ['incidents show 01KAH3Y2', 'incidents show checkout'],

  configure: (command) => withShowOptions(command).argument('<incident>', which),

  async run(input, context) {
    const { runShowIncident } = await import('../run-incidents.ts');
    return runShowIncident(input, context);
  },
});

const acknowledge = defineCommand<TellIncidentOptions>({
  name: 'ack',
  summary: 'take an incident on: no more reminders; its end is still told',
  examples: ['incidents ack checkout', "incidents ack 01KAH3Y2 --by kim --comment 'restarting the pool'"],

  configure: (command: Command) =>
    withPersonOption(withStateOptions(command).argument('<incident>', which)).option(
      '--comment <text>',
      'a note for its story',
    ),

  async run(input, context) {
    const { runAcknowledge } = await import('../run-incidents.ts');
    return runAcknowledge(input, context);
  },
});

const note = defineCommand<TellIncidentOptions>({
  name: 'note',
  summary: 'add a note to the story of an incident',
  examples: ["incidents note checkout 'the pool was exhausted'"],

  configure: (command) =>
    withPersonOption(withStateOptions(command).argument('<incident>', which).argument('<text...>', 'the note')),

  async run(input, context) {
    const { runNote } = await import('../run-incidents.ts');
    return runNote(input, context);
  },
});

/** `svcmon incidents`: what was, or is, wrong, and what people have to say about it. */
export const incidents = defineCommandGroup({
  name: 'incidents',
  summary: 'list, show and acknowledge incidents, and add notes to them',
  commands: [list, show, acknowledge, note],
});
