import { useEffect, useState } from 'preact/hooks';
import { createStore } from './store.ts';

/** The present, once a second, in epoch ms. */
export const now = createStore(Date.now());

/** Keeps time. */
export function keepTime(): void {
  setInterval(() => now.set(Date.now()), 1_000);
  // Timers sleep in a tab that nobody sees.
  addEventListener('visibilitychange', () => now.set(Date.now()));
}

/** What a function makes of the present; renders again only where that changes. */
export function useNow<T>(make: (at: number) => T): T {
  const value = make(now.get());
  const [, setShown] = useState(value);
  useEffect(() => now.subscribe(() => setShown(() => make(now.get()))));
  return value;
}
