/** The value of an `<input type="datetime-local">` for an instant, in the zone of this browser. */
export function toInput(at: number): string {
  const date = new Date(at);
  return new Date(at - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The instant that such a value means; undefined where it means none. */
export function fromInput(value: string): string | undefined {
  const at = new Date(value).getTime();
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}
