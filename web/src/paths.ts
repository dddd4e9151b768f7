/** The page of a service. */
export function servicePath(name: string): string {
  return `/services/${encodeURIComponent(name)}`;
}
