import { ChannelList } from '../alerts/channels.tsx';
import { MessageTable } from '../alerts/message-table.tsx';
import type { Channel, List, Message } from '../api/types.ts';
import { PageTitle, useChoice } from '../router.tsx';
import { SilenceCard } from '../silence/card.tsx';
import { useGrowingList } from '../state/growing-list.ts';
import { useResource } from '../state/resource.ts';
import { Card } from '../widgets/card.tsx';
import { Choices } from '../widgets/choices.tsx';
import { Pagination } from '../widgets/pagination.tsx';
import { Empty, Loaded } from '../widgets/states.tsx';

const states = ['', 'pending', 'delivered', 'rejected', 'dropped'] as const;

/** Who is told of what, and whether it arrived. */
export function AlertsPage() {
  const [state, setState] = useChoice('state', '');
  const isConcerned = ({ kind }: { readonly kind: string }) => kind === 'delivery';
  const channels = useResource<List<Channel>>('/channels', { isConcerned });
  const [channel, setChannel] = useChoice('channel', '');
  const query = new URLSearchParams({ ...(state !== '' && { state }), ...(channel !== '' && { channel }) }).toString();
  const messages = useGrowingList<Message>(query === '' ? '/alerts' : `/alerts?${query}`, { isConcerned });
  return (
    <>
      <PageTitle title="Alerts">Alerts</PageTitle>
      <Card title="Channels" flush>
        <Loaded of={channels} what="the channels">
          {({ items }) =>
            items.length > 0 ? (
              <ChannelList channels={items} />
            ) : (
              <Empty title="Nobody is told yet" command="svcmon validate">
                Add a channel under <code>alerts.channels</code> of the configuration, then see whether it is right:
              </Empty>
            )
          }
        </Loaded>
      </Card>
      <SilenceCard />
      <Card
        title="Messages"
        flush
        aside={
          <div class="actions">
            <ChannelChoice
              names={channels.data?.items.map(({ name }) => name) ?? []}
              chosen={channel}
              onChoose={setChannel}
            />
            <Choices
              label="Outcome"
              options={states.map((value) => ({
                value,
                text: value === '' ? 'All' : `${value.charAt(0).toUpperCase()}${value.slice(1)}`,
              }))}
              chosen={states.find((one) => one === state) ?? ''}
              onChoose={setState}
            />
          </div>
        }
      >
        <Loaded of={messages} what="the messages">
          {({ items, total }) =>
            items.length === 0 ? (
              <Empty title="No messages">They appear when an incident is confirmed.</Empty>
            ) : (
              <>
                <MessageTable messages={items} />
                <Pagination shown={items.length} total={total} what="messages" onMore={messages.onMore} />
              </>
            )
          }
        </Loaded>
      </Card>
    </>
  );
}

function ChannelChoice({
  names,
  chosen,
  onChoose,
}: {
  readonly names: readonly string[];
  readonly chosen: string;
  readonly onChoose: (name: string) => void;
}) {
  return (
    <label class="pick">
      <span class="hidden">Channel</span>
      <select value={chosen} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">All channels</option>
        {[...new Set([...names, chosen])].filter(Boolean).map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
