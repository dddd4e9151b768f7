import { useState } from 'preact/hooks';
import { ask } from '../api/client.ts';
import type { Deployment } from '../api/types.ts';
import { formatDuration, formatMs, formatShare } from '../format.ts';
import { servicePath } from '../paths.ts';
import { Link, PageTitle, useChoice } from '../router.tsx';
import { useAction } from '../state/action.ts';
import { announce } from '../state/announce.ts';
import { useGrowingList } from '../state/growing-list.ts';
import { Card } from '../widgets/card.tsx';
import { Choices } from '../widgets/choices.tsx';
import { Dialog } from '../widgets/dialog.tsx';
import { Field } from '../widgets/field.tsx';
import { Pagination } from '../widgets/pagination.tsx';
import { Empty, Loaded, Refused } from '../widgets/states.tsx';
import { type Column, Table } from '../widgets/table.tsx';
import { Moment } from '../widgets/time.tsx';

const states = ['', 'in_progress', 'success', 'failed'] as const;
const words: Readonly<Record<string, string>> = {
  pending: '… pending',
  in_progress: '… in progress',
  success: '✓ success',
  failed: '✕ failed',
  rolled_back: '↶ rolled back',
};

/** The words of a state without their mark, as a label. */
const titled = (text: string) => text.charAt(2).toUpperCase() + text.slice(3);

/** What was released, and whether it did well. */
export function DeploymentsPage() {
  const [state, setState] = useChoice('status', '');
  const [asked, setAsked] = useState<Deployment | undefined>(undefined);
  const path = state === '' ? '/deployments' : `/deployments?status=${encodeURIComponent(state)}`;
  const list = useGrowingList<Deployment>(path, { isConcerned: ({ kind }) => kind === 'deployment' });
  return (
    <>
      <div class="page-head">
        <PageTitle title="Deployments">Deployments</PageTitle>
        <Choices
          label="State"
          options={states.map((value) => ({ value, text: value === '' ? 'All' : titled(words[value] ?? value) }))}
          chosen={states.find((one) => one === state) ?? ''}
          onChoose={setState}
        />
      </div>
      <Card title="Releases" flush>
        <Loaded of={list} what="the deployments">
          {({ items, total }) =>
            items.length === 0 ? (
              <Empty title="No deployment so far" command="svcmon deploy record my-site --version 1.2.3">
                Record one from your pipeline, and svcmon watches the service after it:
              </Empty>
            ) : (
              <>
                <Table caption="Deployments" columns={columnsWith(setAsked)} rows={items} keyOf={({ id }) => id} />
                <Pagination shown={items.length} total={total} what="deployments" onMore={list.onMore} />
              </>
            )
          }
        </Loaded>
      </Card>
      {asked !== undefined && (
        <RollbackDialog
          deployment={asked}
          onClose={() => setAsked(undefined)}
          onDone={() => {
            setAsked(undefined);
            list.reload();
          }}
        />
      )}
    </>
  );
}

function columnsWith(onRollback: (deployment: Deployment) => void): readonly Column<Deployment>[] {
  return [
    {
      title: 'Release',
      isHead: true,
      cell: ({ service, version, commit }) => (
        <>
          <Link to={servicePath(service)}>{service}</Link> {version}
          {commit && <span class="sub">commit {commit.slice(0, 12)}</span>}
        </>
      ),
    },
    { title: 'Environment', cell: ({ environment }) => environment },
    {
      title: 'State',
      cell: ({ status, bake_time_ms, evidence, rollback }) => (
        <>
          <span class={`deployment ${status}`}>{words[status] ?? status}</span>
          <span class="sub">
            {rollback?.reason || evidence?.message || `watched for ${formatDuration(bake_time_ms)}`}
          </span>
        </>
      ),
    },
    { title: 'Errors', isNumber: true, cell: ({ evidence }) => <Change evidence={evidence} of={failedShare} /> },
    {
      title: 'p95',
      isNumber: true,
      cell: ({ evidence }) => <Change evidence={evidence} of={({ p95_ms }) => formatMs(p95_ms)} />,
    },
    { title: 'Created', cell: ({ created_at }) => <Moment at={created_at} /> },
    {
      title: 'Roll back',
      isAct: true,
      cell: (deployment) =>
        deployment.status === 'success' || deployment.status === 'failed' ? (
          <button type="button" class="button" onClick={() => onRollback(deployment)}>
            Roll back
            <span class="hidden">
              {' '}
              {deployment.service} {deployment.version}
            </span>
          </button>
        ) : (
          <span class="quiet">–</span>
        ),
    },
  ];
}

type Side = NonNullable<Deployment['evidence']>['before'];

function failedShare({ checks, failed }: Side): string {
  return checks === 0 ? '–' : formatShare(failed / checks, 1);
}

function Change({ evidence, of }: { readonly evidence: Deployment['evidence']; readonly of: (side: Side) => string }) {
  if (evidence === null) return <span class="quiet">–</span>;
  return (
    <>
      {of(evidence.after)}
      <span class="sub">before: {of(evidence.before)}</span>
    </>
  );
}

function RollbackDialog({
  deployment: { id, service, version },
  onClose,
  onDone,
}: {
  readonly deployment: Deployment;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const [reason, setReason] = useState('');
  const rollback = useAction(async () => {
    await ask(`/deployments/${encodeURIComponent(id)}/rollback`, { method: 'POST', body: { reason } });
    announce(`${service} ${version} is marked as rolled back`);
    onDone();
  });
  const onSubmit = (event: Event) => {
    event.preventDefault();
    rollback.run();
  };
  return (
    <Dialog title={`Roll back ${service} ${version}?`} onClose={onClose}>
      <p class="quiet">The rollback webhook of the configuration is called, if there is one.</p>
      <form class="form" onSubmit={onSubmit}>
        <Field label="Reason" wide>
          {(ties) => <input {...ties} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />}
        </Field>
        <Refused error={rollback.error} />
        <div class="actions wide">
          <button type="submit" class="button danger" disabled={rollback.isRunning}>
            Roll back
          </button>
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}
