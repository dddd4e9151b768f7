import { useState } from 'preact/hooks';
import { ask } from '../api/client.ts';
import type { Channel, ChannelTest } from '../api/types.ts';
import { useAction } from '../state/action.ts';
import { Refused } from '../widgets/states.tsx';
import { Ago } from '../widgets/time.tsx';

/** Every channel with how it fares, and the way to try it. */
export function ChannelList({ channels }: { readonly channels: readonly Channel[] }) {
  return (
    <ul class="channels">
      {channels.map((channel) => (
        <ChannelItem key={channel.name} channel={channel} />
      ))}
    </ul>
  );
}

function ChannelItem({
  channel: { name, type, waiting, last_delivered_at, last_error },
}: {
  readonly channel: Channel;
}) {
  const [outcome, setOutcome] = useState<string | undefined>(undefined);
  const test = useAction(async () => {
    setOutcome(undefined);
    const { outcome, text } = await ask<ChannelTest>(`/channels/${encodeURIComponent(name)}/test`, { method: 'POST' });
    setOutcome(text || outcome);
  });
  return (
    <li class="channel">
      <div>
        <strong>{name}</strong> <span class="quiet">{type ?? 'not configured'}</span>
        <p class="quiet">
          {last_delivered_at === null ? (
            'nothing delivered yet'
          ) : (
            <>
              last delivered <Ago at={last_delivered_at} />
            </>
          )}
          {waiting > 0 && `, ${waiting} waiting`}
        </p>
        {last_error !== null && (
          <p class="trouble">
            <span aria-hidden="true">✕</span> {last_error}
          </p>
        )}
        <p role="status">{outcome}</p>
        <Refused error={test.error} />
      </div>
      <button type="button" class="button" disabled={test.isRunning} onClick={() => test.run()}>
        {test.isRunning ? 'Sending…' : 'Send test'}
        <span class="hidden"> to {name}</span>
      </button>
    </li>
  );
}
