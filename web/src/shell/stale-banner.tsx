import { type Connection, connection, follow } from '../state/live.ts';
import { useStore } from '../state/store.ts';
import { trust } from '../state/trust.ts';
import { Ago, Moment, Until } from '../widgets/time.tsx';

/** Says that what is shown may be over, and why. */
export function StaleBanner() {
  const { kind: trusted, asOfAt } = useStore(trust);
  const state = useStore(connection);
  if (trusted !== 'stale') return null;
  const { kind, isAway, retryAt } = state;
  return (
    <aside class="stale-banner" aria-label="Connection">
      <p>
        {/* Only this is read out: what counts seconds would never end. */}
        <span role="status">
          <Reason state={state} />
        </span>
        {isAway && kind === 'lost' && <> Trying again {retryAt === undefined ? 'now' : <Until at={retryAt} />}.</>}
        {asOfAt !== undefined && (
          <>
            {' '}
            Last heard: <Ago at={asOfAt} />.
          </>
        )}
      </p>
      {kind !== 'live' && kind !== 'polling' && (
        <button type="button" class="button" onClick={follow}>
          {kind === 'paused' ? 'Resume' : 'Reconnect now'}
        </button>
      )}
    </aside>
  );
}

function Reason({ state: { kind, since, isAway } }: { readonly state: Connection }) {
  if (kind === 'live' || kind === 'polling') return <>The monitor tells nothing new.</>;
  const time = <Moment at={new Date(since).toISOString()} detail="time" />;
  if (kind === 'paused') return <>Updates are paused since {time}.</>;
  if (!isAway) return <>Live updates lost at {time}, reconnecting.</>;
  return (
    <>
      <strong>svcmon is restarting or cannot be reached</strong> since {time}.
    </>
  );
}
