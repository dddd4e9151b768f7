import type { Log } from '../app/log.ts';
import type { MonitorEvent } from '../monitor/events.ts';
import type { Face } from './face.ts';
import type { Output } from './output.ts';

export interface LineFaceParts {
  readonly output: Pick<Output, 'data' | 'backlog'>;
  readonly log: Pick<Log, 'warn'>;
  /** The line of an event, without line feed; undefined where it has none. */
  lineOf(event: MonitorEvent): string | undefined;
}

// A reader that is slower than the monitor must cost neither its cadence nor its memory.
const mostBacklogBytes = 1_048_576;

/** One line for an event. Lines for which a slow reader leaves no room are left out, and counted. */
export function createLineFace({ output, log, lineOf }: LineFaceParts): Face {
  let leftOut = 0;
  return {
    see(event) {
      const line = lineOf(event);
      if (line === undefined) return;
      if (output.backlog() > mostBacklogBytes) {
        leftOut += 1;
        return;
      }
      if (leftOut > 0) log.warn('lines were left out: the reader of stdout is too slow', { count: leftOut });
      leftOut = 0;
      output.data(`${line}\n`);
    },
    stop: async () => undefined,
  };
}
