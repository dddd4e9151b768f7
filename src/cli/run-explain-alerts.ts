import { systemClock } from '../app/system-clock.ts';
import { serviceKnownByName } from '../config/readable.ts';
import type { Service } from '../domain/service.ts';
import { toInstant } from '../reporting/machine-values.ts';
import type { ExplanationsDocument } from '../reporting/message-schema.ts';
import { explanation, explanationDocument } from './alerts/explanation.ts';
import { quietSentence } from './alerts/quiet-service.ts';
import { type ExplainedSubject, readExplanation } from './alerts/read-explanation.ts';
import type { CommandContext, CommandInput } from './command.ts';
import { type ExitCode, exitCodes, UsageError } from './exit-code.ts';
import { findIncident } from './incidents/find-incident.ts';
import { knownService } from './known-service.ts';
import { openState, type StateConfig } from './open-state.ts';
import type { ShowOptions } from './state-options.ts';
import { readStore, type StoreReader } from './stored-state.ts';
import { lookOf } from './terminal.ts';
import { createWallTime } from './wall-time.ts';

/** Runs `svcmon alerts explain` from the parsed command line to its exit code. */
export async function runExplainAlerts(
  { args: [text], options }: CommandInput<ShowOptions>,
  context: CommandContext,
): Promise<ExitCode> {
  const { output } = context;
  const config = await openState(options, context);
  const time = createWallTime({ nowAt: systemClock.now() });
  const { alerts, states, subject } = await readStore(config, context, async (store) => {
    const found = await subjectOf(store, config, text);
    const explained = await readExplanation(store, { config, subject: found, time });
    return { alerts: explained, states: await store.loadStates(), subject: found };
  });
  if (options.format === 'json') {
    const document: ExplanationsDocument = {
      schema: 'svcmon.alerts.explain/v1',
      timestamp: toInstant(time.nowAt),
      alerts: alerts.map(explanationDocument),
    };
    output.data(`${JSON.stringify(document, null, 2)}\n`);
    return exitCodes.ok;
  }
  const isOpen = alerts.some(({ story }) => story.isOpen);
  if ('service' in subject && !isOpen) {
    const { service: name } = subject;
    const sentence = quietSentence(name, { service: serviceIn(config, name), health: states.get(name)?.health }, time);
    output.data(`${sentence}\n${alerts.length > 0 ? '\n' : ''}`);
  }
  output.data(explanation(alerts, time, lookOf(output.stdout, context)));
  if ('onlyCurrent' in subject && alerts.length === 0) {
    output.note('no alert is open; name a service or an incident to hear of earlier ones');
  }
  return exitCodes.ok;
}

/** Of a configuration with mistakes it cannot be said that the service is not configured. */
function serviceIn({ services, isWhole }: StateConfig, name: string): Service | undefined {
  const service = services.find((configured) => configured.service.name === name)?.service;
  return service ?? (isWhole ? undefined : serviceKnownByName(name));
}

/** A service by its name, else an incident by its id or the beginning of it. */
async function subjectOf(store: StoreReader, config: StateConfig, text: string | undefined): Promise<ExplainedSubject> {
  if (text === undefined) return { onlyCurrent: true };
  try {
    await knownService(store, config, text);
    return { service: text };
  } catch (notAService) {
    if (!(notAService instanceof UsageError)) throw notAService;
    if (!looksLikeId.test(text)) throw notAService;
    return { incidentId: (await findIncident(store, text)).id };
  }
}

// A ULID, or enough of one to tell a slip in a name from it (Crockford's Base32).
const looksLikeId = /^[0-9A-HJKMNP-TV-Z]{4,26}$/i;
