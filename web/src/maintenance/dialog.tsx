import { Dialog } from '../widgets/dialog.tsx';
import { MaintenanceForm } from './form.tsx';

/** Plans maintenance of one service from its page. */
export function MaintenanceDialog({
  service,
  onClose,
  onDone,
}: {
  readonly service: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  return (
    <Dialog title={`Maintenance of ${service}`} onClose={onClose}>
      <MaintenanceForm service={service} onDone={onDone} onCancel={onClose} />
    </Dialog>
  );
}
