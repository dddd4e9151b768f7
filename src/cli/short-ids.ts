const leastLength = 8;

/** The shortest beginnings, of at least eight characters, by which these ids can be told from each other and from the `others`. */
export function shortIds(ids: readonly string[], others: readonly string[] = []): ReadonlyMap<string, string> {
  const sorted = [...new Set([...ids, ...others])].toSorted();
  const length = new Map(
    sorted.map((id, index) => {
      const shared = Math.max(commonLength(id, sorted[index - 1] ?? ''), commonLength(id, sorted[index + 1] ?? ''));
      return [id, Math.max(leastLength, shared + 1)] as const;
    }),
  );
  return new Map(ids.map((id) => [id, id.slice(0, length.get(id))]));
}

/** The items whose id begins so, in any case; one whose id it is alone. */
export function withIdLike<T extends { readonly id: string }>(items: readonly T[], text: string): readonly T[] {
  const wanted = text.toUpperCase();
  const exact = items.filter(({ id }) => id.toUpperCase() === wanted);
  return exact.length > 0 ? exact : items.filter(({ id }) => id.toUpperCase().startsWith(wanted));
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}
