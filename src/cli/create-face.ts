import type { Effects } from '../app/effects.ts';
import type { Log } from '../app/log.ts';
import type { Monitor } from '../app/monitor.ts';
import { toMonitorLine } from '../reporting/monitor-lines.ts';
import type { CommandContext } from './command.ts';
import type { Face } from './face.ts';
import { createLineFace } from './line-face.ts';
import { createLiveFace } from './live/live-face.ts';
import { createPlainFace } from './plain-face.ts';
import { lookOf } from './terminal.ts';

export interface FaceParts {
  readonly format: 'table' | 'ndjson';
  readonly monitor: Monitor;
  readonly effects: Pick<Effects, 'clock' | 'startTimer'>;
  readonly log: Log;
}

/** The face that suits the format and what stdout is: a live view, lines for people, or JSON lines. */
export function createFace({ format, monitor, effects, log }: FaceParts, context: CommandContext): Face {
  const { output, environment } = context;
  const { clock, startTimer } = effects;
  const onDefect = (error: unknown) => log.error('the view failed', { error: String(error) });
  if (format === 'ndjson') {
    const lineOf = (event: Parameters<typeof toMonitorLine>[0]) => {
      const line = toMonitorLine(event, clock.now());
      return line && JSON.stringify(line);
    };
    return createLineFace({ output, log, lineOf });
  }
  const look = lookOf(output.stdout, context);
  if (output.screen !== undefined && environment.TERM !== 'dumb') {
    return createLiveFace({ screen: output.screen, monitor, look, clock, startTimer, onDefect });
  }
  return createPlainFace({ output, log, monitor, look, now: clock.now, startTimer, onDefect });
}
