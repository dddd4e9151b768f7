import type { Message } from '../api/types.ts';
import { Link } from '../router.tsx';
import { type Column, Table } from '../widgets/table.tsx';
import { Moment, Until } from '../widgets/time.tsx';

const marks: Readonly<Record<Message['state'], string>> = {
  delivered: '✓',
  rejected: '✕',
  pending: '…',
  replaced: '↷',
  dropped: '✕',
};

const columns: readonly Column<Message>[] = [
  {
    title: 'Message',
    isHead: true,
    cell: ({ service, message, incident }) => (
      <>
        {incident === null ? service : <Link to={`/incidents/${encodeURIComponent(incident)}`}>{service}</Link>}
        <span class="sub">{message}</span>
      </>
    ),
  },
  { title: 'Kind', cell: ({ kind }) => kind },
  { title: 'Channel', cell: ({ channel }) => channel },
  {
    title: 'Outcome',
    cell: ({ state, attempts, last_error, not_before }) => (
      <>
        <span class={`delivery ${state}`}>
          <span aria-hidden="true">{marks[state]}</span> {state}
          {attempts > 1 && `, ${attempts} attempts`}
        </span>
        {last_error !== null && state !== 'delivered' && <span class="sub">{last_error}</span>}
        {state === 'pending' && not_before !== null && (
          <span class="sub">
            next attempt <Until at={not_before} />
          </span>
        )}
      </>
    ),
  },
  { title: 'Created', cell: ({ created }) => <Moment at={created} detail="second" /> },
];

/** Messages to channels and what became of them. */
export function MessageTable({ messages }: { readonly messages: readonly Message[] }) {
  return <Table caption="Messages" columns={columns} rows={messages} keyOf={({ id }) => id} />;
}
