import type { ChannelAlertState } from '../domain/alert.ts';
import type { Clock } from '../domain/clock.ts';

/** How long ago channels were told of alerts, whatever the wall clock does meanwhile. */
export interface ToldTimes {
  /** Takes note of a telling where the state shows a new one. */
  note(state: ChannelAlertState): void;
  /** Ms since the channel was told; what was told by an earlier process is judged by the wall clock, and never as in the future. */
  agoMs(state: ChannelAlertState): number;
  forget(dedupKey: string): void;
  /** After a jump of the wall clock: the states with their times as the clock would show them now. Else none. */
  relabel(states: readonly ChannelAlertState[]): readonly ChannelAlertState[];
}

interface Telling {
  readonly labelAt: number;
  readonly monotonicAt: number;
}

// Slewing and leap seconds stay below; setting the clock, and waking from sleep, go beyond.
const jumpMs = 30_000;

/** Remembers tellings on the monotonic clock. */
export function createToldTimes(clock: Clock): ToldTimes {
  const tellings = new Map<string, Map<string, Telling>>();
  let offsetMs = clock.now() - clock.monotonic();

  const tellingOf = ({ dedupKey, channel, lastToldAt }: ChannelAlertState): Telling | undefined => {
    const known = tellings.get(dedupKey)?.get(channel);
    return known?.labelAt === lastToldAt ? known : undefined;
  };
  const set = ({ dedupKey, channel }: ChannelAlertState, telling: Telling) => {
    const ofAlert = tellings.get(dedupKey) ?? new Map<string, Telling>();
    tellings.set(dedupKey, ofAlert.set(channel, telling));
  };
  const agoMs = (state: ChannelAlertState): number => {
    if (state.lastToldAt === undefined) return 0;
    const telling = tellingOf(state);
    return telling ? clock.monotonic() - telling.monotonicAt : Math.max(0, clock.now() - state.lastToldAt);
  };

  return {
    agoMs,
    note(state) {
      if (state.lastToldAt === undefined || tellingOf(state) !== undefined) return;
      set(state, { labelAt: state.lastToldAt, monotonicAt: clock.monotonic() });
    },
    forget: (dedupKey) => tellings.delete(dedupKey),
    relabel(states) {
      const before = offsetMs;
      offsetMs = clock.now() - clock.monotonic();
      if (Math.abs(offsetMs - before) < jumpMs) return [];
      return states.flatMap((state) => {
        const telling = tellingOf(state);
        if (telling === undefined) return [];
        const labelAt = Math.round(telling.monotonicAt + offsetMs);
        set(state, { ...telling, labelAt });
        const { owedAt } = state;
        const moved = owedAt === undefined ? {} : { owedAt: Math.round(owedAt + offsetMs - before) };
        return [{ ...state, ...moved, lastToldAt: labelAt }];
      });
    },
  };
}
