/** Kinds by the `type` that a configuration names them with; each is loaded when it is first asked for. */
export interface KindTable<Kind> {
  /** In the order the documentation lists them. */
  readonly types: readonly string[];
  /** Those of these types; a type that is not in the table is left out. */
  some(types: Iterable<string>): Promise<readonly Kind[]>;
  every(): Promise<readonly Kind[]>;
}

/** A table of kinds, from a loader for each type. */
export function kindTable<Kind>(loaders: Readonly<Record<string, () => Promise<Kind>>>): KindTable<Kind> {
  const load = (chosen: (type: string) => boolean) =>
    Promise.all(Object.entries(loaders).flatMap(([type, loadKind]) => (chosen(type) ? [loadKind()] : [])));
  return {
    types: Object.keys(loaders),
    some: (types) => {
      const wanted = new Set(types);
      return load((type) => wanted.has(type));
    },
    every: () => load(() => true),
  };
}
