import type { Service, ServiceState } from '../api/types.ts';
import { useIsStale } from '../state/trust.ts';
import { StateIcon, stateWords } from './icon.tsx';

/** What a service is, with pause and maintenance above all verdicts. */
export function stateOf({
  paused,
  maintenance_until,
  status,
}: Pick<Service, 'paused' | 'maintenance_until' | 'status'>): ServiceState {
  if (paused) return 'paused';
  return maintenance_until === null ? status : 'maintenance';
}

/** Shape and word of a state; of what may be over it says that it was. */
export function StateMark({
  state,
  text = stateWords[state],
  pastText = text,
}: {
  readonly state: ServiceState;
  readonly text?: string;
  /** What it was. */
  readonly pastText?: string;
}) {
  const isStale = useIsStale();
  return (
    <span class={`state ${state}`}>
      <StateIcon state={isStale ? 'unknown' : state} />
      <span>{isStale ? `was ${pastText}` : text}</span>
    </span>
  );
}
