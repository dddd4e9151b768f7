import { systemClock } from '../../app/system-clock.ts';
import type { CommandContext } from '../command.ts';

// Nobody reads faster.
const redrawAfterMs = 100;

/** Tells a person at a terminal how far a file is read: `importing 42 %`. */
export function createImportProgress({ output, quiet }: Pick<CommandContext, 'output' | 'quiet'>) {
  let doing = '';
  let drawnAt = Number.NEGATIVE_INFINITY;
  return {
    begin(what: string) {
      doing = what;
      drawnAt = Number.NEGATIVE_INFINITY;
    },
    at(share: number) {
      const now = systemClock.monotonic();
      if (quiet || now - drawnAt < redrawAfterMs) return;
      drawnAt = now;
      output.status(`${doing} ${Math.floor(share * 100)} %`);
    },
  };
}
