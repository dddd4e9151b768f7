import { connection, follow, pause } from '../state/live.ts';
import { useStore } from '../state/store.ts';
import { trust } from '../state/trust.ts';
import { Ago } from './time.tsx';

/** How new what is shown is, with the switch that holds it still. */
export function Freshness() {
  const { kind } = useStore(connection);
  const { asOfAt } = useStore(trust);
  const isPaused = kind === 'paused';
  return (
    <p class="freshness">
      <span class={`pulse ${kind}`} aria-hidden="true" />
      <span>{words[kind]}</span>
      {asOfAt !== undefined && (
        <span>
          updated <Ago at={asOfAt} />
        </span>
      )}
      <button type="button" class="link" aria-pressed={isPaused} onClick={() => (isPaused ? follow() : pause())}>
        {isPaused ? 'Resume updates' : 'Pause updates'}
      </button>
    </p>
  );
}

const words = {
  connecting: 'Connecting',
  live: 'Live',
  lost: 'Reconnecting',
  paused: 'Paused',
  polling: 'Current',
} as const;
