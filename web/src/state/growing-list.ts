import { useState } from 'preact/hooks';
import type { List } from '../api/types.ts';
import { type Resource, type ResourceOptions, useResource } from './resource.ts';

const page = 50;

/** A list that is read from its beginning, as far as the reader wants to see it. */
export function useGrowingList<T>(
  path: string,
  options: ResourceOptions = {},
): Resource<List<T>> & { readonly onMore: () => void } {
  const [limit, setLimit] = useState(page);
  const resource = useResource<List<T>>(`${path}${path.includes('?') ? '&' : '?'}limit=${limit}`, options);
  const [shown, setShown] = useState<{ readonly path: string; readonly data: List<T> } | undefined>(undefined);
  // While more of the same is read, what was shown stays.
  if (resource.data !== undefined && resource.data !== shown?.data) setShown({ path, data: resource.data });
  const data = resource.data ?? (shown?.path === path ? shown.data : undefined);
  return { ...resource, data, onMore: () => setLimit((before) => Math.min(1_000, before + 2 * page)) };
}
