import type { Overview, ServiceState } from '../api/types.ts';
import { useIsStale } from '../state/trust.ts';
import { StateIcon } from '../widgets/icon.tsx';

const order: readonly ServiceState[] = ['unhealthy', 'degraded', 'unknown', 'maintenance', 'paused', 'healthy'];

/** How many services are in each state; a press shows only those. */
export function Counters({
  counts,
  chosen,
  onChoose,
}: {
  readonly counts: Overview['counts'];
  readonly chosen: string;
  readonly onChoose: (state: string) => void;
}) {
  const isStale = useIsStale();
  return (
    <div class="counters" role="group" aria-label="Show only services that are">
      {order.map((state) => (
        <button
          key={state}
          type="button"
          class={`counter ${state}${counts[state] === 0 ? ' none' : ''}`}
          aria-pressed={chosen === state}
          onClick={() => onChoose(chosen === state ? '' : state)}
        >
          <StateIcon state={isStale ? 'unknown' : state} />
          <span class="count">{counts[state]}</span> <span class="word">{state}</span>
        </button>
      ))}
    </div>
  );
}
