import { useState } from 'preact/hooks';
import { ask } from '../api/client.ts';
import type { Result, ServiceDetail } from '../api/types.ts';
import { AcknowledgeDialog } from '../incident/acknowledge.tsx';
import { MaintenanceDialog } from '../maintenance/dialog.tsx';
import { servicePath } from '../paths.ts';
import { Link, navigate } from '../router.tsx';
import { SilenceDialog } from '../silence/dialog.tsx';
import { useIsReadOnly } from '../state/access.ts';
import { useAction } from '../state/action.ts';
import { announce } from '../state/announce.ts';
import { Dialog } from '../widgets/dialog.tsx';
import { ReadOnlyNote } from '../widgets/read-only.tsx';
import { Refused } from '../widgets/states.tsx';

type Opened = 'none' | 'maintenance' | 'silence' | 'acknowledge' | 'delete';

/** What can be done with a service. */
export function ServiceActions({ service, onDone }: { readonly service: ServiceDetail; readonly onDone: () => void }) {
  const path = servicePath(service.name);
  const [opened, setOpened] = useState<Opened>('none');
  const isReadOnly = useIsReadOnly();
  const check = useAction(async () => {
    const result = await ask<Result>(`${path}/check`, { method: 'POST' });
    announce(`${service.name} checked: ${result.status}`);
    onDone();
  });
  const toggle = useAction(async () => {
    await ask(`${path}/${service.paused ? 'start' : 'stop'}`, { method: 'POST' });
    announce(service.paused ? `${service.name} is checked again` : `${service.name} is paused`);
    onDone();
  });
  const close = () => setOpened('none');
  const done = () => {
    close();
    onDone();
  };
  return (
    <>
      <div class="actions">
        <button type="button" class="button primary" disabled={check.isRunning} onClick={() => check.run()}>
          {check.isRunning ? 'Checking…' : 'Check now'}
        </button>
        {service.incident !== null && service.incident.acknowledged_by === null && (
          <button type="button" class="button" onClick={() => setOpened('acknowledge')}>
            Acknowledge
          </button>
        )}
        <button type="button" class="button" disabled={toggle.isRunning} onClick={() => toggle.run()}>
          {service.paused ? 'Resume' : 'Pause'}
        </button>
        <button type="button" class="button" onClick={() => setOpened('maintenance')}>
          Maintenance
        </button>
        <button type="button" class="button" onClick={() => setOpened('silence')}>
          Silence alerts…
        </button>
        {!isReadOnly && (
          <>
            <Link to={`${path}/edit`} class="button">
              Edit
            </Link>
            <button type="button" class="button danger" onClick={() => setOpened('delete')}>
              Delete
            </button>
          </>
        )}
      </div>
      {isReadOnly && <ReadOnlyNote />}
      <Refused error={check.error ?? toggle.error} />
      {opened === 'maintenance' && <MaintenanceDialog service={service.name} onClose={close} onDone={done} />}
      {opened === 'silence' && <SilenceDialog service={service.name} onClose={close} onDone={done} />}
      {opened === 'acknowledge' && service.incident !== null && (
        <AcknowledgeDialog incident={service.incident.id} onClose={close} onDone={done} />
      )}
      {opened === 'delete' && <DeleteDialog name={service.name} onClose={close} />}
    </>
  );
}

function DeleteDialog({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const remove = useAction(async () => {
    await ask(servicePath(name), { method: 'DELETE' });
    announce(`${name} is deleted`);
    navigate('/');
  });
  return (
    <Dialog title={`Delete ${name}?`} onClose={onClose}>
      <p>It is taken out of the configuration and no longer checked. Its history stays in reports.</p>
      <Refused error={remove.error} />
      <div class="actions">
        <button type="button" class="button danger" disabled={remove.isRunning} onClick={() => remove.run()}>
          Delete service
        </button>
        <button type="button" class="button" onClick={onClose}>
          Cancel
        </button>
      </div>
    </Dialog>
  );
}
