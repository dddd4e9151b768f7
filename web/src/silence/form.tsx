import { useState } from 'preact/hooks';
import { ask } from '../api/client.ts';
import { fromInput, toInput } from '../maintenance/instants.ts';
import { useAction } from '../state/action.ts';
import { announce } from '../state/announce.ts';
import { Field } from '../widgets/field.tsx';
import { Refused } from '../widgets/states.tsx';
import { lengths, matchOf, problemsOf, type SilenceDraft } from './draft.ts';

/** Begins a silence, of one service or of those that are named. */
export function SilenceForm({
  service,
  onDone,
  onCancel,
}: {
  readonly service?: string;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}) {
  const [draft, setDraft] = useState<SilenceDraft>(() => ({
    services: service ?? '',
    tags: '',
    length: '3600000',
    until: toInput(Date.now() + 3_600_000),
    reason: '',
  }));
  const [isTried, setTried] = useState(false);
  const wrong = problemsOf(draft, Date.now());
  const silence = useAction(async () => {
    const ends =
      draft.length === 'until' ? fromInput(draft.until) : new Date(Date.now() + Number(draft.length)).toISOString();
    await ask('/silences', { method: 'POST', body: { match: matchOf(draft), ends, comment: draft.reason.trim() } });
    announce('Nobody is alerted of that now');
    onDone();
  });
  const onSubmit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(wrong).length === 0) silence.run();
  };
  const change = (part: Partial<SilenceDraft>) => setDraft((before) => ({ ...before, ...part }));
  return (
    <form class="form" onSubmit={onSubmit} noValidate>
      <Fields draft={draft} wrong={isTried ? wrong : {}} onChange={change} />
      <p class="hint wide">Checks go on, and whoever was told of an incident is still told when it is over.</p>
      <Refused error={silence.error} />
      <div class="actions wide">
        <button type="submit" class="button primary" disabled={silence.isRunning}>
          Silence alerts
        </button>
        <button type="button" class="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}

function Fields({
  draft,
  wrong,
  onChange,
}: {
  readonly draft: SilenceDraft;
  readonly wrong: Partial<Record<keyof SilenceDraft, string>>;
  readonly onChange: (part: Partial<SilenceDraft>) => void;
}) {
  return (
    <>
      <Field label="Services" hint="Names with commas between them; * for all." error={wrong.services} wide>
        {(ties) => (
          <input
            {...ties}
            value={draft.services}
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => onChange({ services: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label="Tags" hint="Such as team:shop, tier:1; all must hold." error={wrong.tags} wide>
        {(ties) => (
          <input
            {...ties}
            value={draft.tags}
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => onChange({ tags: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label="For">
        {(ties) => (
          <select {...ties} value={draft.length} onChange={(event) => onChange({ length: event.currentTarget.value })}>
            {lengths.map(({ value, text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        )}
      </Field>
      {draft.length === 'until' && (
        <Field label="Until" hint="Time of this browser." error={wrong.until}>
          {(ties) => (
            <input
              {...ties}
              type="datetime-local"
              value={draft.until}
              onInput={(event) => onChange({ until: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
      <Field label="Reason" error={wrong.reason} wide>
        {(ties) => (
          <input {...ties} value={draft.reason} onInput={(event) => onChange({ reason: event.currentTarget.value })} />
        )}
      </Field>
    </>
  );
}
