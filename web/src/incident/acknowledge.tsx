import { useState } from 'preact/hooks';
import { ask } from '../api/client.ts';
import { useAction } from '../state/action.ts';
import { announce } from '../state/announce.ts';
import { Dialog } from '../widgets/dialog.tsx';
import { Field } from '../widgets/field.tsx';
import { Refused } from '../widgets/states.tsx';

/** Asks who takes care of an incident. */
export function AcknowledgeDialog({
  incident,
  onClose,
  onDone,
}: {
  readonly incident: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const [by, setBy] = useState('');
  const [note, setNote] = useState('');
  const acknowledge = useAction(async () => {
    const body = { ...(by !== '' && { by }), ...(note !== '' && { note }) };
    await ask(`/incidents/${encodeURIComponent(incident)}/acknowledge`, { method: 'POST', body });
    announce('The incident is acknowledged');
    onDone();
  });
  const onSubmit = (event: Event) => {
    event.preventDefault();
    acknowledge.run();
  };
  return (
    <Dialog title="Acknowledge the incident" onClose={onClose}>
      <p class="quiet">Reminders stop. Everybody who was told of it is still told when it is over.</p>
      <form class="form" onSubmit={onSubmit}>
        <Field label="Your name" wide>
          {(ties) => (
            <input {...ties} value={by} autocomplete="name" onInput={(event) => setBy(event.currentTarget.value)} />
          )}
        </Field>
        <Field label="Note" hint="Such as what you found, or who else is on it." wide>
          {(ties) => (
            <textarea {...ties} rows={3} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
          )}
        </Field>
        <Refused error={acknowledge.error} />
        <div class="actions">
          <button type="submit" class="button primary" disabled={acknowledge.isRunning}>
            Acknowledge
          </button>
          <button type="button" class="button" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}
