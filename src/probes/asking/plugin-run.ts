import type { Complaint } from '../../domain/complaint.ts';
import { Failure } from '../../domain/failure.ts';
import type { Observation } from '../../domain/observation.ts';
import { toPlainLine, truncate } from '../../domain/plain-text.ts';
import { interruption } from '../../http/interruption.ts';
import { type Program, type ProgramEnd, runProgram } from '../../process/run-program.ts';
import type { ProbeContext } from '../probe.ts';
import { parsePerfdata, pluginText } from './perfdata.ts';

const keptBytes = 65_536;

/** Runs a plugin and reads its verdict. Rejects with a Failure where it comes to none. */
export async function runPlugin(
  program: Omit<Program, 'signal' | 'keptBytes'>,
  { clock, signal }: Pick<ProbeContext, 'clock' | 'signal'>,
): Promise<Observation> {
  const beganAt = clock.monotonic();
  const end = await runProgram({ ...program, keptBytes, signal });
  const timing = { responseTimeMs: clock.monotonic() - beganAt, phases: {} };
  if (end.how !== 'exited') throw failureOf(end, { signal, timing });
  const { code, output } = end;
  const text = pluginText(output);
  const firstLine = truncate(toPlainLine(text.split('\n')[0] ?? ''), 300);
  const complaint = complaintOf(code, firstLine);
  return {
    type: 'exec',
    ...timing,
    ...(firstLine === '' ? { summary: `exited with ${code}` } : { summary: firstLine, quoted: true }),
    body: output,
    bodyTruncated: Buffer.byteLength(output) >= keptBytes,
    details: { exit_code: code, output: text, perfdata: parsePerfdata(output) },
    ...(complaint && { complaints: [complaint] }),
  };
}

const verdicts = {
  1: { status: 'degraded', reason: 'reported_degraded' },
  2: { status: 'unhealthy', reason: 'reported_unhealthy' },
  3: { status: 'unknown', reason: 'reported_unknown' },
} as const;

// https://www.monitoring-plugins.org/doc/guidelines.html: 0 OK, 1 warning, 2 critical, 3 unknown. Shells say 126 and 127
// for a program that cannot be run.
function complaintOf(code: number, firstLine: string): Complaint | undefined {
  if (code === 0) return undefined;
  if (code !== 1 && code !== 2 && code !== 3) {
    const said = firstLine === '' ? '' : `: ${firstLine}`;
    return { ...verdicts[3], message: `exited with ${code}, which is no plugin's verdict${said}` };
  }
  return { ...verdicts[code], message: firstLine === '' ? `exited with ${code} and said nothing` : firstLine };
}

type Unfinished = Exclude<ProgramEnd, { readonly how: 'exited' }>;

function failureOf(
  end: Unfinished,
  { signal, timing }: { readonly signal: AbortSignal; readonly timing: Pick<Observation, 'responseTimeMs' | 'phases'> },
): Failure {
  if (end.how === 'not_started') {
    return new Failure('command_unusable', `the command cannot be started (${end.code})`);
  }
  const facts = { ...timing, ...(end.output !== '' && { body: end.output }) };
  if (end.how === 'killed') return new Failure('command_unusable', `the command was ended by ${end.signal}`, { facts });
  const { reason, message } = interruption(signal, 'running the command');
  return new Failure(reason, message, { facts });
}
