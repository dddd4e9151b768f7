import { useState } from 'preact/hooks';
import { type ApiError, ask } from '../api/client.ts';
import type { Result } from '../api/types.ts';
import { LastResult } from '../service/last-result.tsx';
import { useAction } from '../state/action.ts';
import { Field } from '../widgets/field.tsx';
import { Refused } from '../widgets/states.tsx';
import { type DraftState, useDraft } from './draft-state.ts';
import { type Draft, type Entry, type FieldPlan, fieldsOf, formTypes } from './entry.ts';

/** A service as a form: what is wrong is told while it is written, and it can be tried before it is saved. */
export function ServiceForm({
  initial,
  saveText,
  onSave,
  onCancel,
}: {
  readonly initial: Draft;
  readonly saveText: string;
  readonly onSave: (entry: Entry) => Promise<void>;
  readonly onCancel: () => void;
}) {
  const state = useDraft(initial);
  const { entry } = state;
  const [tested, setTested] = useState<Result | undefined>(undefined);
  const test = useAction(async () => {
    setTested(undefined);
    if (entry !== undefined) setTested(await ask<Result>('/probe', { method: 'POST', body: entry }));
  });
  const save = useAction(async () => {
    if (entry !== undefined) await onSave(entry);
  });
  const attempt = (action: { run(): void }) => {
    state.touchAll();
    if (state.flaws.length === 0) action.run();
  };
  const onSubmit = (event: Event) => {
    event.preventDefault();
    attempt(save);
  };
  return (
    <form class="form" noValidate onSubmit={onSubmit}>
      <Fields state={state} refusals={[test.error, save.error]} />
      <Refused error={save.error ?? test.error} />
      {tested !== undefined && (
        <section class="tested wide" aria-label="Test">
          <h2>Test</h2>
          <div role="status">
            <LastResult result={tested} />
          </div>
        </section>
      )}
      <div class="actions wide">
        <button type="submit" class="button primary" disabled={save.isRunning}>
          {save.isRunning ? 'Saving…' : saveText}
        </button>
        <button type="button" class="button" disabled={test.isRunning} onClick={() => attempt(test)}>
          {test.isRunning ? 'Testing…' : 'Test before saving'}
        </button>
        <button type="button" class="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}

const assertionsHint = (
  <>
    One expression per line, such as <code>json.status == "pass"</code>. All must hold.
  </>
);

function Fields({
  state,
  refusals,
}: {
  readonly state: DraftState;
  readonly refusals: readonly (ApiError | undefined)[];
}) {
  const { draft, change, touch } = state;
  return (
    <>
      <Field label="Type">
        {(ties) => (
          <select {...ties} value={draft.type} onChange={(event) => change({ type: event.currentTarget.value })}>
            {formTypes.map((type) => (
              <option key={type} value={type}>
                {type === 'other' ? 'another (as JSON)' : type}
              </option>
            ))}
          </select>
        )}
      </Field>
      {fieldsOf(draft.type).map((plan) => (
        <PlannedField
          key={plan.key}
          plan={plan}
          value={draft.fields[plan.key] ?? ''}
          error={state.errorOf(plan.key, refusals)}
          onChange={(value) => change({ fields: { ...draft.fields, [plan.key]: value } })}
          onLeave={() => touch(plan.key)}
        />
      ))}
      <Field label="Assertions" hint={assertionsHint} error={state.errorOf('assertions', refusals)} wide>
        {(ties) => (
          <textarea
            {...ties}
            class="code"
            rows={3}
            spellcheck={false}
            value={draft.assertions}
            onInput={(event) => change({ assertions: event.currentTarget.value })}
            onBlur={() => touch('assertions')}
          />
        )}
      </Field>
      <Field
        label="Everything else"
        hint="As JSON, with the names of services.yaml."
        error={state.errorElsewhere()}
        wide
      >
        {(ties) => (
          <textarea
            {...ties}
            class="code"
            rows={5}
            spellcheck={false}
            value={draft.more}
            placeholder={'{ "tags": { "team": "shop" } }'}
            onInput={(event) => change({ more: event.currentTarget.value })}
            onBlur={() => touch('more')}
          />
        )}
      </Field>
    </>
  );
}

function PlannedField({
  plan: { label, hint, placeholder, isWide = false },
  value,
  error,
  onChange,
  onLeave,
}: {
  readonly plan: FieldPlan;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
  readonly onLeave: () => void;
}) {
  return (
    <Field label={label} hint={hint} error={error} wide={isWide}>
      {(ties) => (
        <input
          {...ties}
          value={value}
          placeholder={placeholder}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => onChange(event.currentTarget.value)}
          onBlur={onLeave}
        />
      )}
    </Field>
  );
}
