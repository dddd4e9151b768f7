import type { Entry, Probed } from '../api/desks/services.ts';
import { configWith } from '../config/edit.ts';
import { createRedactor } from '../domain/redaction.ts';
import { createChecker } from '../monitor/checker.ts';
import { type EditParts, mistakesIn, toMistake } from './api-edit.ts';
import { fullResultResource } from './api-result.ts';
import type { Effects } from './effects.ts';

export type ProbeOnceParts = Pick<EditParts, 'source' | 'outside'>;

const withinMs = 30_000;

/** Looks once at a service as an entry describes it, with the defaults of the configuration; nothing is kept. */
export async function probeOnce(entry: Entry, signal: AbortSignal, parts: ProbeOnceParts): Promise<Probed> {
  const { source, outside } = parts;
  const mistakes = await mistakesIn(entry, parts);
  if (mistakes.length > 0) return { kind: 'invalid', mistakes };
  const service = { ...entry, name: typeof entry.name === 'string' ? entry.name : 'test' };
  const loaded = await configWith({ ...source, service });
  if (!loaded.ok) return { kind: 'invalid', mistakes: loaded.problems.map(toMistake) };
  const check = loaded.config.services.find((configured) => configured.service.name === service.name);
  if (check === undefined) return { kind: 'refused', why: 'the entry cannot be read' };
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
  const end = startTimer(withinMs, () => own.abort());
  return { signal: AbortSignal.any([signal, own.signal]), end };
}
