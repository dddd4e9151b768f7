import { useState } from 'preact/hooks';
import { ask } from '../api/client.ts';
import type { List, Silence } from '../api/types.ts';
import { matchText } from '../maintenance/match-text.ts';
import { useAction } from '../state/action.ts';
import { announce } from '../state/announce.ts';
import { useResource } from '../state/resource.ts';
import { Card } from '../widgets/card.tsx';
import { Dialog } from '../widgets/dialog.tsx';
import { Empty, Loaded, Refused } from '../widgets/states.tsx';
import { type Column, Table } from '../widgets/table.tsx';
import { Moment } from '../widgets/time.tsx';
import { SilenceForm } from './form.tsx';

/** Whatever nobody is told of at present, with the ways to begin and to end that. */
export function SilenceCard() {
  const [isAsking, setAsking] = useState(false);
  const silences = useResource<List<Silence>>('/silences');
  const end = useAction(async (id: string) => {
    await ask(`/silences/${encodeURIComponent(id)}`, { method: 'DELETE' });
    announce('The silence is ended');
    silences.reload();
  });
  const close = () => setAsking(false);
  return (
    <Card
      title="Silences"
      flush
      aside={
        <button type="button" class="button" onClick={() => setAsking(true)}>
          Silence alerts…
        </button>
      }
    >
      <Refused error={end.error} />
      <Loaded of={silences} what="the silences">
        {({ items }) => <Silences silences={items} onEnd={(id) => end.run(id)} />}
      </Loaded>
      {isAsking && (
        <Dialog title="Silence alerts" onClose={close}>
          <SilenceForm
            onCancel={close}
            onDone={() => {
              close();
              silences.reload();
            }}
          />
        </Dialog>
      )}
    </Card>
  );
}

function Silences({
  silences,
  onEnd,
}: {
  readonly silences: readonly Silence[];
  readonly onEnd: (id: string) => void;
}) {
  if (silences.length === 0) {
    return (
      <Empty title="Nothing is silenced" command="svcmon silence add my-site --for 1h --comment 'being moved'">
        A silence keeps messages back while checks go on. Begin one here, or from the command line:
      </Empty>
    );
  }
  const columns: readonly Column<Silence>[] = [
    { title: 'Services', isHead: true, cell: ({ match }) => matchText(match) },
    { title: 'Reason', cell: ({ comment }) => comment || <span class="quiet">–</span> },
    { title: 'By', cell: ({ by }) => by },
    { title: 'Until', cell: ({ ends }) => <Moment at={ends} /> },
    {
      title: 'End',
      isAct: true,
      cell: ({ id, match }) => (
        <button type="button" class="button" onClick={() => onEnd(id)}>
          End<span class="hidden"> silence of {matchText(match)}</span>
        </button>
      ),
    },
  ];
  return <Table caption="Silences" columns={columns} rows={silences} keyOf={({ id }) => id} />;
}
