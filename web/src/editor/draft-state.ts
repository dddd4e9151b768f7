import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ApiError } from '../api/client.ts';
import { type Draft, type Entry, entryOf, fieldsOf } from './entry.ts';
import { type Flaw, flawsOf, type JsonSchema } from './json-schema.ts';
import { readServiceSchema } from './service-schema.ts';

/** A form while it is filled in. */
export interface DraftState {
  readonly draft: Draft;
  /** Undefined while what was written means none. */
  readonly entry: Entry | undefined;
  readonly flaws: readonly Flaw[];
  change(part: Partial<Draft>): void;
  /** Told when the reader leaves a field: from then on it is said what is wrong with it. */
  touch(key: string): void;
  touchAll(): void;
  /** What is wrong with a field, with what the server said beside it. */
  errorOf(key: string, refusals: readonly (ApiError | undefined)[]): string | undefined;
  /** What is wrong with nothing that has a field. */
  errorElsewhere(): string | undefined;
}

/** Begins with a draft and judges it at every change. */
export function useDraft(initial: Draft): DraftState {
  const [draft, setDraft] = useState(initial);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const { entry, flaws } = useFlaws(draft);
  return {
    ...{ draft, entry, flaws },
    change: (part) => setDraft((before) => ({ ...before, ...part })),
    touch: (key) => setTouched((before) => new Set([...before, key])),
    touchAll: () => setTouched(new Set([...fieldsOf(draft.type).map(({ key }) => key), 'assertions', 'more'])),
    errorOf(key, refusals) {
      if (!touched.has(key)) return undefined;
      const told = refusals.flatMap((refusal) => refusal?.problem.errors ?? []);
      const flaw = [...flaws, ...told].find(({ path }) => keyOf(path) === key);
      return flaw === undefined || flaw.path === key ? flaw?.message : `${flaw.path}: ${flaw.message}`;
    },
    errorElsewhere() {
      if (!touched.has('more')) return undefined;
      const shown = new Set(['assertions', ...fieldsOf(draft.type).map(({ key }) => key)]);
      const flaw = flaws.find(({ path }) => !shown.has(keyOf(path)));
      return flaw && `${flaw.path} ${flaw.message}`.trim();
    },
  };
}

function useFlaws(draft: Draft): { readonly entry: Entry | undefined; readonly flaws: readonly Flaw[] } {
  const [schema, setSchema] = useState<JsonSchema | undefined>(undefined);
  useEffect(() => {
    void readServiceSchema().then((read) => setSchema(read));
  }, []);
  return useMemo(() => {
    const entry = entryOf(draft);
    if ('jsonError' in entry) return { entry: undefined, flaws: [{ path: '', message: String(entry.jsonError) }] };
    return { entry, flaws: schema === undefined ? [] : flawsOf(entry, schema, schema) };
  }, [draft, schema]);
}

function keyOf(path: string): string {
  return path.split(/[.[]/)[0] ?? '';
}
