import { useState } from 'preact/hooks';
import { ask } from '../api/client.ts';
import type { List, MaintenanceWindow, Match, Silence } from '../api/types.ts';
import { MaintenanceForm } from '../maintenance/form.tsx';
import { PageTitle } from '../router.tsx';
import { useAction } from '../state/action.ts';
import { announce } from '../state/announce.ts';
import { useResource } from '../state/resource.ts';
import { useNow } from '../state/time.ts';
import { Card } from '../widgets/card.tsx';
import { Empty, Loaded, Refused } from '../widgets/states.tsx';
import { type Column, Table } from '../widgets/table.tsx';
import { Moment } from '../widgets/time.tsx';

/** What is planned, and what is silenced. */
export function MaintenancePage() {
  const [isPlanning, setPlanning] = useState(false);
  const windows = useResource<List<MaintenanceWindow>>('/maintenance');
  const silences = useResource<List<Silence>>('/silences');
  const done = () => {
    setPlanning(false);
    windows.reload();
  };
  const remove = useAction(async (path: string) => {
    await ask(path, { method: 'DELETE' });
    announce('It is ended');
    windows.reload();
    silences.reload();
  });
  return (
    <>
      <div class="page-head">
        <PageTitle title="Maintenance">Maintenance</PageTitle>
        {!isPlanning && (
          <button type="button" class="button primary" onClick={() => setPlanning(true)}>
            Plan maintenance
          </button>
        )}
      </div>
      {isPlanning && (
        <Card title="Plan maintenance">
          <MaintenanceForm onDone={done} onCancel={() => setPlanning(false)} />
        </Card>
      )}
      <Refused error={remove.error} />
      <Card title="Windows" flush>
        <Loaded of={windows} what="the maintenance">
          {({ items }) => (
            <Windows windows={items} onCancel={(id) => remove.run(`/maintenance/${encodeURIComponent(id)}`)} />
          )}
        </Loaded>
      </Card>
      <Card title="Silences" flush>
        <Loaded of={silences} what="the silences">
          {({ items }) => (
            <Silences silences={items} onEnd={(id) => remove.run(`/silences/${encodeURIComponent(id)}`)} />
          )}
        </Loaded>
      </Card>
    </>
  );
}

function Windows({
  windows,
  onCancel,
}: {
  readonly windows: readonly MaintenanceWindow[];
  readonly onCancel: (id: string) => void;
}) {
  const at = useNow((present) => Math.floor(present / 60_000) * 60_000);
  if (windows.length === 0) {
    return (
      <Empty title="Nothing is planned" command="svcmon maintenance add patching --for 2h">
        Plan a window here, from the command line, or with a schedule in the configuration.
      </Empty>
    );
  }
  const columns: readonly Column<MaintenanceWindow>[] = [
    {
      title: 'Window',
      isHead: true,
      cell: ({ name, by, origin }) => (
        <>
          {name}
          <span class="sub">{origin === 'config' ? 'from the configuration' : `by ${by}`}</span>
        </>
      ),
    },
    { title: 'Services', cell: ({ match }) => matchText(match) },
    { title: 'Starts', cell: ({ starts }) => <Moment at={starts} /> },
    { title: 'Ends', cell: ({ ends }) => <Moment at={ends} /> },
    { title: 'State', cell: (window) => <WindowState window={window} windows={windows} at={at} /> },
    {
      title: 'Cancel',
      cell: ({ id, name, origin, cancelled }) =>
        origin === 'person' && cancelled === null ? (
          <button type="button" class="button" onClick={() => onCancel(id)}>
            Cancel<span class="hidden"> {name}</span>
          </button>
        ) : (
          <span class="quiet">–</span>
        ),
    },
  ];
  return <Table caption="Maintenance windows" columns={columns} rows={windows} keyOf={({ id }) => id} />;
}

function WindowState({
  window,
  windows,
  at,
}: {
  readonly window: MaintenanceWindow;
  readonly windows: readonly MaintenanceWindow[];
  readonly at: number;
}) {
  const overlap = windows.find((other) => other.id !== window.id && overlaps(window, other));
  return (
    <>
      {stateOfWindow(window, at)}
      {overlap !== undefined && <span class="sub">overlaps {overlap.name}</span>}
    </>
  );
}

function stateOfWindow({ starts, ends, cancelled }: MaintenanceWindow, at: number): string {
  if (cancelled !== null) return 'cancelled';
  if (starts !== null && Date.parse(starts) > at) return 'to come';
  return ends !== null && Date.parse(ends) <= at ? 'over' : 'open now';
}

function overlaps(a: MaintenanceWindow, b: MaintenanceWindow): boolean {
  if (a.cancelled !== null || b.cancelled !== null) return false;
  const starts = Math.max(Date.parse(a.starts ?? '') || 0, Date.parse(b.starts ?? '') || 0);
  const endOf = ({ ends }: MaintenanceWindow) => (ends === null ? Number.POSITIVE_INFINITY : Date.parse(ends));
  if (starts >= Math.min(endOf(a), endOf(b))) return false;
  const { services: first } = a.match;
  const { services: second } = b.match;
  return first === null || second === null || first.some((name) => second.includes(name));
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
        A silence keeps messages back while checks go on:
      </Empty>
    );
  }
  const columns: readonly Column<Silence>[] = [
    { title: 'Services', isHead: true, cell: ({ match }) => matchText(match) },
    { title: 'Comment', cell: ({ comment }) => comment || <span class="quiet">–</span> },
    { title: 'By', cell: ({ by }) => by },
    { title: 'Until', cell: ({ ends }) => <Moment at={ends} /> },
    {
      title: 'End',
      cell: ({ id, match }) => (
        <button type="button" class="button" onClick={() => onEnd(id)}>
          End<span class="hidden"> silence of {matchText(match)}</span>
        </button>
      ),
    },
  ];
  return <Table caption="Silences" columns={columns} rows={silences} keyOf={({ id }) => id} />;
}

function matchText({ services, group, tags }: Match): string {
  const parts = [
    ...(services === null ? [] : [services.join(', ')]),
    ...(group === null ? [] : [`group ${group}`]),
    ...Object.entries(tags).map(([key, value]) => `${key}:${value}`),
  ];
  return parts.join(' and ') || 'every service';
}
