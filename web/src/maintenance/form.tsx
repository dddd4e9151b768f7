import { useState } from 'preact/hooks';
import { ask } from '../api/client.ts';
import { useAction } from '../state/action.ts';
import { announce } from '../state/announce.ts';
import { Field } from '../widgets/field.tsx';
import { Refused } from '../widgets/states.tsx';
import { fromInput, toInput } from './instants.ts';

/** Plans maintenance, of one service or of those that are named. */
export function MaintenanceForm({
  service,
  onDone,
  onCancel,
}: {
  readonly service?: string;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}) {
  const [name, setName] = useState('');
  const [services, setServices] = useState(service ?? '');
  const [starts, setStarts] = useState(() => toInput(Date.now() + 60_000));
  const [ends, setEnds] = useState(() => toInput(Date.now() + 3_660_000));
  const [isTried, setTried] = useState(false);
  const wrong = problemsOf({ name, starts, ends });
  const plan = useAction(async () => {
    const named = services
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean);
    const match = named.length === 0 ? {} : { services: named };
    await ask('/maintenance', {
      method: 'POST',
      body: { name, starts: fromInput(starts), ends: fromInput(ends), match },
    });
    announce('The maintenance is planned');
    onDone();
  });
  const onSubmit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (Object.values(wrong).every((one) => one === undefined)) plan.run();
  };
  const shown = isTried ? wrong : nothingWrong;
  return (
    <form class="form" onSubmit={onSubmit} noValidate>
      <Field label="What for" error={shown.name} wide>
        {(ties) => <input {...ties} value={name} onInput={(event) => setName(event.currentTarget.value)} />}
      </Field>
      <Field label="Services" hint="Names with commas between them; empty for all." wide>
        {(ties) => <input {...ties} value={services} onInput={(event) => setServices(event.currentTarget.value)} />}
      </Field>
      <Field label="Starts" hint="Time of this browser." error={shown.starts}>
        {(ties) => (
          <input
            {...ties}
            type="datetime-local"
            value={starts}
            onInput={(event) => setStarts(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label="Ends" error={shown.ends}>
        {(ties) => (
          <input {...ties} type="datetime-local" value={ends} onInput={(event) => setEnds(event.currentTarget.value)} />
        )}
      </Field>
      <p class="hint wide">
        Nobody is alerted meanwhile. Only maintenance that was announced before it began is left out of SLA figures.
      </p>
      <Refused error={plan.error} />
      <div class="actions wide">
        <button type="submit" class="button primary" disabled={plan.isRunning}>
          Plan maintenance
        </button>
        <button type="button" class="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}

const nothingWrong = { name: undefined, starts: undefined, ends: undefined };

function problemsOf({ name, starts, ends }: { readonly name: string; readonly starts: string; readonly ends: string }) {
  const from = fromInput(starts);
  const to = fromInput(ends);
  const end = from !== undefined && to !== undefined && to <= from ? 'Ends before it starts.' : undefined;
  return {
    name: name.trim() === '' ? 'Say what it is for: it stands in reports.' : undefined,
    starts: from === undefined ? 'Say when it starts.' : undefined,
    ends: to === undefined ? 'Say when it ends.' : end,
  };
}
