import type { Effects } from '../app/effects.ts';
import type { Log } from '../app/log.ts';
import type { Monitor } from '../app/monitor.ts';
import type { Systemd } from '../app/systemd.ts';
import type { CommandContext } from './command.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import type { Face } from './face.ts';

export interface EndParts {
  readonly monitor: Pick<Monitor, 'stuck' | 'stop'>;
  readonly systemd: Pick<Systemd, 'stopping'>;
  readonly face: Pick<Face, 'stop'>;
  readonly log: Log;
  readonly effects: Pick<Effects, 'startTimer'>;
  /** What is stopped before the monitor. */
  readonly stopping: readonly { stop(): Promise<void> }[];
}

type EndSignals = Pick<CommandContext, 'signal' | 'readerGone'>;
type Ending = 'stopped' | 'reader_gone' | 'stuck';

const stopsWithinMs = 10_000;

/** Waits for the end, whatever it is, then stops everything within ten seconds. */
export async function untilEnd(parts: EndParts, context: EndSignals): Promise<ExitCode> {
  const { monitor, systemd, face, log, effects, stopping } = parts;
  const ending = await endingOf(monitor, context);
  if (ending === 'stuck') log.fatal('nothing was checked for 30 s: only a restart can help');
  if (ending === 'stopped') log.info('stopping');
  if (ending === 'reader_gone') log.info('stopping: nobody reads stdout any more');
  const stop = async (): Promise<'done'> => {
    await Promise.all([systemd.stopping(), face.stop(), ...stopping.map((one) => one.stop())]);
    await monitor.stop();
    return 'done';
  };
  const late = new Promise<'late'>((resolve) => effects.startTimer(stopsWithinMs, () => resolve('late')));
  const done = await Promise.race([stop(), late]);
  if (done === 'late') log.error('stopped before everything was written: it took more than 10 s');
  else log.info('stopped');
  return ending === 'stuck' || done === 'late' ? exitCodes.failed : exitCodes.ok;
}

function endingOf({ stuck }: EndParts['monitor'], { signal, readerGone }: EndSignals): Promise<Ending> {
  const aborted = (by: AbortSignal, ending: Ending) =>
    new Promise<Ending>((resolve) => {
      if (by.aborted) resolve(ending);
      by.addEventListener('abort', () => resolve(ending), { once: true });
    });
  return Promise.race([
    aborted(signal, 'stopped'),
    aborted(readerGone, 'reader_gone'),
    stuck.then((): Ending => 'stuck'),
  ]);
}
