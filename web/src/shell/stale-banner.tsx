import { connection, follow } from '../state/live.ts';
import { useStore } from '../state/store.ts';
import { trust } from '../state/trust.ts';
import { Ago } from '../widgets/time.tsx';

/** Says that what is shown may be over. */
export function StaleBanner() {
  const { kind: trusted, asOfAt } = useStore(trust);
  const { kind, since } = useStore(connection);
  if (trusted !== 'stale') return null;
  return (
    <div class="stale-banner" role="status">
      <p>
        {kind === 'paused' && (
          <>
            Updates are paused since <Ago at={since} suffix="" />.
          </>
        )}
        {(kind === 'lost' || kind === 'connecting') && (
          <>
            Live updates lost <Ago at={since} />, reconnecting.
          </>
        )}
        {(kind === 'live' || kind === 'polling') && <>The monitor tells nothing new.</>}
        {asOfAt !== undefined && (
          <>
            {' '}
            What is shown is from <Ago at={asOfAt} />.
          </>
        )}
      </p>
      {kind !== 'live' && kind !== 'polling' && (
        <button type="button" class="button" onClick={follow}>
          {kind === 'paused' ? 'Resume' : 'Reconnect now'}
        </button>
      )}
    </div>
  );
}
