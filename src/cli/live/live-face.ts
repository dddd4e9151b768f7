import { startChore } from '../../app/chore.ts';
import type { Monitor } from '../../app/monitor.ts';
import type { Clock } from '../../domain/clock.ts';
import type { StartTimer } from '../../resilience/timer.ts';
import type { Face } from '../face.ts';
import type { Screen } from '../screen.ts';
import { Board } from './board.ts';
import { viewLines } from './view.ts';

export interface LiveFaceParts {
  readonly screen: Screen;
  readonly monitor: Pick<Monitor, 'config' | 'healthOf' | 'schedule' | 'waitingMessages'>;
  readonly look: { readonly color: boolean; readonly unicode: boolean };
  readonly clock: Clock;
  readonly startTimer: StartTimer;
  onDefect(error: unknown): void;
}

// Twice a second: often enough to count seconds, seldom enough to stay calm.
const redrawEveryMs = 500;

/** One view for a person at a terminal, redrawn in place at most twice a second. */
export function createLiveFace({ screen, monitor, look, clock, startTimer, onDefect }: LiveFaceParts): Face {
  const board = new Board(clock);
  const startedAt = clock.monotonic();
  const draw = () => {
    const { columns: width, rows } = screen.size;
    const { services } = monitor.config;
    board.retain(services);
    const source = {
      services,
      healthOf: (name: string) => monitor.healthOf(name),
      board,
      schedule: monitor.schedule(),
      outbox: monitor.waitingMessages(),
      nowAt: clock.now(),
      monotonic: clock.monotonic(),
      startedAt,
    };
    screen.draw(viewLines(source, { ...look, width, rows }));
  };
  const forget = screen.onResize(draw);
  draw();
  const redraw = startChore({ everyMs: () => redrawEveryMs, work: async () => draw(), startTimer, onDefect });
  return {
    see: (event) => board.see(event),
    async stop() {
      forget();
      await redraw.stop();
      draw();
      screen.leave();
    },
  };
}
