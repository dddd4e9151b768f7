/** Where a URL leads, without what is asked for there: its scheme, host and port. Any other value as it is. */
export function hostOf(value: unknown): unknown {
  if (typeof value !== 'string' || !value.includes('://') || !URL.canParse(value)) return value;
  const { protocol, host } = new URL(value);
  return `${protocol}//${host}`;
}
