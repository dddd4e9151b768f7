import { systemClock } from '../app/system-clock.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import { matchesService, type Silence } from '../domain/silence.ts';
import { createMakeId } from '../monitor/make-id.ts';
import { toInstant } from '../reporting/machine-values.ts';
import { silenceDocument } from '../reporting/silence-document.ts';
import type { CommandContext, CommandInput } from './command.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { openState } from './open-state.ts';
import { nameOf } from './person.ts';
import { pickOne } from './pick-one.ts';
import { readServices } from './services-seen.ts';
import { silenceAdded } from './silences/added.ts';
import { matchOf, matchText } from './silences/service-match.ts';
import { silenceList } from './silences/silence-list.ts';
import { spanOf } from './silences/time-span.ts';
import type { MatchOptions, PersonOptions, ShowOptions, SpanOptions, StateOptions } from './state-options.ts';
import { readStore, writeStore } from './stored-state.ts';
import { lookOf } from './terminal.ts';
import { createWallTime } from './wall-time.ts';

/** The options of `svcmon silence add`. */
export interface AddSilenceOptions extends ShowOptions, PersonOptions, MatchOptions, Omit<SpanOptions, 'from'> {
  readonly comment?: string;
}

/** Runs `svcmon silence list` from the parsed command line to its exit code. */
export async function runListSilences(
  { options }: CommandInput<ShowOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  const { output } = context;
  const config = await openState(options, context);
  const nowAt = systemClock.now();
  const silences = await readStore(config, context, (store) => store.silences(nowAt));
  if (options.format === 'json') {
    const document = {
      schema: 'svcmon.silences/v1',
      timestamp: toInstant(nowAt),
      silences: silences.map(silenceDocument),
    };
    output.data(`${JSON.stringify(document, null, 2)}\n`);
    return exitCodes.ok;
  }
  output.data(silenceList(silences, createWallTime({ nowAt }), lookOf(output.stdout, context)));
  if (silences.length === 0) output.note('nothing is silenced');
  return exitCodes.ok;
}

/** Runs `svcmon silence add` from the parsed command line to its exit code. */
export async function runAddSilence(
  { options }: CommandInput<AddSilenceOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  const { output, environment } = context;
  const config = await openState(options, context);
  const services = await readServices(config, context);
  const match = matchOf(options, services);
  const nowAt = systemClock.now();
  const silence: Silence = {
    id: createMakeId({ clock: systemClock, random: Math.random })(),
    match,
    ...spanOf(options, nowAt),
    by: nameOf(options, environment),
    comment: toPlainLine(options.comment ?? ''),
    createdAt: nowAt,
  };
  await writeStore(config, (store) => store.saveSilence(silence));
  if (options.format === 'json') {
    output.data(`${JSON.stringify({ schema: 'svcmon.silence/v1', silence: silenceDocument(silence) }, null, 2)}\n`);
    return exitCodes.ok;
  }
  const count = services.filter((service) => matchesService(match, service)).length;
  output.data(
    silenceAdded(silence, { services: count, time: createWallTime({ nowAt }), look: lookOf(output.stdout, context) }),
  );
  output.note('checks go on, and what ends is still told');
  return exitCodes.ok;
}

/** Runs `svcmon silence end` from the parsed command line to its exit code. */
export async function runEndSilence(
  { args: [text = ''], options }: CommandInput<StateOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  const config = await openState(options, context);
  const nowAt = systemClock.now();
  const silences = await readStore(config, context, (store) => store.silences(nowAt));
  const { id, match } = pickOne(silences, text, 'silence in force');
  await writeStore(config, (store) => store.endSilence(id, nowAt));
  context.output.data(`silence ${id} for ${toPlainLine(matchText(match))} has ended\n`);
  return exitCodes.ok;
}
