import { readStory } from '../app/read-story.ts';
import { systemClock } from '../app/system-clock.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import { incidentDocument, storyDocument } from '../reporting/incident-document.ts';
import type { IncidentsDocument } from '../reporting/incident-schema.ts';
import { toInstant } from '../reporting/machine-values.ts';
import type { CommandContext, CommandInput } from './command.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { findIncident } from './incidents/find-incident.ts';
import { incidentList } from './incidents/incident-list.ts';
import { incidentStory } from './incidents/incident-story.ts';
import { knownService } from './known-service.ts';
import { openState } from './open-state.ts';
import { filledLine, nameOf } from './person.ts';
import { shortIds } from './short-ids.ts';
import type { PersonOptions, ShowOptions, StateOptions } from './state-options.ts';
import { readStore, writeStore } from './stored-state.ts';
import { lookOf } from './terminal.ts';
import { createWallTime } from './wall-time.ts';

/** The options of `svcmon incidents list`. */
export interface ListIncidentsOptions extends ShowOptions {
  readonly service?: string;
  readonly open?: boolean;
  readonly limit: number;
}

/** The options of `svcmon incidents ack` and `note`. */
export interface TellIncidentOptions extends StateOptions, PersonOptions {
  readonly comment?: string;
}

// Enough to see which ids a short one could be taken for.
const neighbours = 1_000;

/** Runs `svcmon incidents list` from the parsed command line to its exit code. */
export async function runListIncidents(
  { options }: CommandInput<ListIncidentsOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  const { output } = context;
  const { service, open, limit, format } = options;
  const config = await openState(options, context);
  const incidents = await readStore(config, context, async (store) => {
    if (service !== undefined) await knownService(store, config, service);
    const query = { ...(service !== undefined && { service }), ...(open === true && { open }) };
    return store.incidents({ ...query, limit: Math.max(limit, neighbours) });
  });
  const shown = incidents.slice(0, limit);
  const nowAt = systemClock.now();
  if (format === 'json') {
    const document: IncidentsDocument = {
      schema: 'svcmon.incidents/v1',
      timestamp: toInstant(nowAt),
      incidents: shown.map(incidentDocument),
    };
    output.data(`${JSON.stringify(document, null, 2)}\n`);
    return exitCodes.ok;
  }
  const ids = shortIds(incidents.map(({ id }) => id));
  const listed = shown.map((incident) => ({ incident, shortId: ids.get(incident.id) ?? incident.id }));
  output.data(incidentList(listed, createWallTime({ nowAt }), lookOf(output.stdout, context)));
  if (shown.length === 0) output.note(open === true ? 'no incident is open' : 'no incidents');
  return exitCodes.ok;
}

/** Runs `svcmon incidents show` from the parsed command line to its exit code. */
export async function runShowIncident(
  { args: [text = ''], options }: CommandInput<ShowOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  const { output } = context;
  const config = await openState(options, context);
  const story = await readStore(config, context, async (store) => readStory(store, await findIncident(store, text)));
  if (options.format === 'json') output.data(`${JSON.stringify(storyDocument(story), null, 2)}\n`);
  else {
    const time = createWallTime({ nowAt: systemClock.now() });
    output.data(incidentStory(story, time, lookOf(output.stdout, context)));
  }
  return exitCodes.ok;
}

/** Runs `svcmon incidents ack` from the parsed command line to its exit code. */
export async function runAcknowledge(
  { args: [text = ''], options }: CommandInput<TellIncidentOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  const { output } = context;
  const config = await openState(options, context);
  const incident = await readStore(config, context, (store) => findIncident(store, text));
  const by = nameOf(options, context.environment);
  const at = systemClock.now();
  const { comment } = options;
  const outcome = await writeStore(config, async (store) => {
    const acknowledged = await store.acknowledge(incident.id, by, at);
    if (comment !== undefined) await store.addNote(incident.id, { text: filledLine(comment, 'the comment'), by, at });
    return acknowledged;
  });
  const name = `${toPlainLine(incident.service)}, incident ${incident.id}`;
  if (outcome === 'closed') output.data(`${name}, has ended already: there is nothing to acknowledge\n`);
  else if (incident.acknowledged !== undefined)
    output.data(`${name}, was acknowledged by ${toPlainLine(incident.acknowledged.by)} already\n`);
  else output.data(`${name}, is acknowledged by ${by}: no more reminders; its end will be told\n`);
  return exitCodes.ok;
}

/** Runs `svcmon incidents note` from the parsed command line to its exit code. */
export async function runNote(
  { args: [text = '', ...words], options }: CommandInput<TellIncidentOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  const note = filledLine(words.join(' '), 'the note');
  const config = await openState(options, context);
  const { id, service } = await readStore(config, context, (store) => findIncident(store, text));
  const by = nameOf(options, context.environment);
  await writeStore(config, (store) => store.addNote(id, { text: note, by, at: systemClock.now() }));
  context.output.data(`noted by ${by} for ${toPlainLine(service)}, incident ${id}\n`);
  return exitCodes.ok;
}
