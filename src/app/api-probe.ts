import type { Entry, Probed } from '../api/desks/services.ts';
import { configWith } from '../config/edit.ts';
import { createRedactor } from '../domain/redaction.ts';
import { createChecker } from '../monitor/checker.ts';
import { onAbort } from '../resilience/on-abort.ts';
import { type EditParts, mistakesIn, storedEntry, toMistake } from './api-edit.ts';
import { fullResultResource } from './api-result.ts';
import type { Effects } from './effects.ts';
import { unmask } from './masked-entry.ts';
import { secretsAstray } from './sent-to.ts';

export type ProbeOnceParts = Pick<EditParts, 'monitor' | 'source' | 'outside'>;

const withinMs = 30_000;

/**
 * Looks once at a service as an entry describes it, with the defaults of the configuration; nothing is kept. Where it is one
 * that is there, its masked secrets are what is stored, as in a change of it.
 */
export async function probeOnce(sent: Entry, signal: AbortSignal, parts: ProbeOnceParts): Promise<Probed> {
  const { source, outside } = parts;
  const stored = await storedEntry(sent.name, parts);
  const { entry, mistakes: masks } = unmask(sent, stored);
  const mistakes = [...(await mistakesIn(sent, parts)), ...masks];
  if (mistakes.length > 0) return { kind: 'invalid', mistakes };
  const service = { ...entry, name: typeof entry.name === 'string' ? entry.name : 'test' };
  const loaded = await configWith({ ...source, service });
  if (!loaded.ok) return { kind: 'invalid', mistakes: loaded.problems.map(toMistake) };
  const check = loaded.config.services.find((configured) => configured.service.name === service.name);
  if (check === undefined) return { kind: 'refused', why: 'the entry cannot be read' };
  const astray = secretsAstray({ shown: check.options, written: service }, stored);
  if (astray.length > 0) return { kind: 'invalid', mistakes: astray };
  const redact = createRedactor(loaded.config.secrets, outside.sessions.tokens);
  const limited = limit(signal, outside);
  try {
    await check.probe.prepare?.();
    const result = await createChecker({ ...outside, redact }).run(check, limited.signal);
    return { kind: 'probed', result: fullResultResource(result) };
  } finally {
    limited.end();
  }
}

function limit(signal: AbortSignal, { startTimer }: Pick<Effects, 'startTimer'>) {
  const own = new AbortController();
  const abort = () => own.abort();
  if (signal.aborted) abort();
  const cancelTimer = startTimer(withinMs, abort);
  const stopListening = onAbort(signal, abort);
  const end = () => {
    cancelTimer();
    stopListening();
  };
  return { signal: own.signal, end };
}
