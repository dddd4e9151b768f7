import { useState } from 'preact/hooks';
import { ask } from '../api/client.ts';
import type { List, MaintenanceWindow } from '../api/types.ts';
import { MaintenanceCalendar } from '../maintenance/calendar.tsx';
import { MaintenanceForm } from '../maintenance/form.tsx';
import { matchText } from '../maintenance/match-text.ts';
import { overlapsOf } from '../maintenance/overlap.ts';
import { PageTitle } from '../router.tsx';
import { SilenceCard } from '../silence/card.tsx';
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
  const windows = useResource<List<MaintenanceWindow>>('/maintenance?limit=1000');
  const done = () => {
    setPlanning(false);
    windows.reload();
  };
  const remove = useAction(async (path: string) => {
    await ask(path, { method: 'DELETE' });
    announce('The maintenance is cancelled');
    windows.reload();
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
      {windows.data !== undefined && windows.data.items.length > 0 && (
        <MaintenanceCalendar windows={windows.data.items} />
      )}
      <SilenceCard />
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
      isAct: true,
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
  const others = overlapsOf(window, windows);
  return (
    <>
      {stateOfWindow(window, at)}
      {others.length > 0 && <span class="sub">overlaps {others.map(({ name }) => name).join(', ')}</span>}
    </>
  );
}

function stateOfWindow({ starts, ends, cancelled }: MaintenanceWindow, at: number): string {
  if (cancelled !== null) return 'cancelled';
  if (starts !== null && Date.parse(starts) > at) return 'to come';
  return ends !== null && Date.parse(ends) <= at ? 'over' : 'open now';
}
