import { systemClock } from '../../app/system-clock.ts';
import { bakedAt, type Deployment, isOpen, releaseName } from '../../domain/deployment.ts';
import { formatDuration } from '../../domain/duration.ts';
import { toPlainLine } from '../../domain/plain-text.ts';
import { sleep, systemTimer } from '../../resilience/timer.ts';
import type { Output } from '../output.ts';

export interface AwaitingParts {
  /** What is stored of it by now. */
  read(): Promise<Deployment | undefined>;
  readonly output: Pick<Output, 'status' | 'note'>;
  readonly signal: AbortSignal;
}

const readEveryMs = 1_000;
const pendingIsOddAfterMs = 15_000;
// A monitor that was restarted meanwhile judges a little later.
const lateByMs = 60_000;

/** Waits until a deployment is judged, or should have been for a minute; resolves with what it is then. */
export async function awaitVerdict(recorded: Deployment, { read, output, signal }: AwaitingParts): Promise<Deployment> {
  const beganAt = systemClock.monotonic();
  const limitMs = recorded.bakeTimeMs + lateByMs;
  let last = recorded;
  let isNoted = false;
  while (!signal.aborted && isOpen(last)) {
    const waitedMs = systemClock.monotonic() - beganAt;
    if (waitedMs >= limitMs) {
      output.note('it was not judged in time: is svcmon monitor running?');
      return last;
    }
    if (last.status === 'pending' && waitedMs >= pendingIsOddAfterMs && !isNoted) {
      output.note('no monitor has taken it up yet: is svcmon monitor running?');
      isNoted = true;
    }
    output.status(progressText(last));
    await sleep(readEveryMs, { startTimer: systemTimer, signal });
    last = (await read()) ?? last;
  }
  return last;
}

function progressText(deployment: Deployment): string {
  const name = toPlainLine(releaseName(deployment));
  if (deployment.status === 'pending') return `${name}: pending`;
  const leftMs = Math.max(0, bakedAt(deployment) - systemClock.now());
  const seen = toPlainLine(deployment.evidence?.message ?? 'nothing was seen yet');
  return `${name}: ${formatDuration(Math.round(leftMs / 1_000) * 1_000)} to go; ${seen}`;
}
