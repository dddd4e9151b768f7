import { createStore } from './store.ts';

/** What a screen reader is told: transitions only, and never more often than every 5 s. */
export const announcement = createStore('');

let waiting: ReturnType<typeof setTimeout> | undefined;
let latest = '';

/** Tells of a transition; of several within 5 s the last. */
export function announce(text: string): void {
  latest = text;
  if (waiting !== undefined) return;
  announcement.set(text);
  waiting = setTimeout(() => {
    waiting = undefined;
    if (latest !== announcement.get()) announce(latest);
  }, 5_000);
}
