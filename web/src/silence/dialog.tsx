import { Dialog } from '../widgets/dialog.tsx';
import { SilenceForm } from './form.tsx';

/** Silences one service from its page. */
export function SilenceDialog({
  service,
  onClose,
  onDone,
}: {
  readonly service: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  return (
    <Dialog title={`Silence alerts of ${service}`} onClose={onClose}>
      <SilenceForm service={service} onDone={onDone} onCancel={onClose} />
    </Dialog>
  );
}
