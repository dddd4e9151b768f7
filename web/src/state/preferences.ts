import { createStore, type Store } from './store.ts';

/** What this browser is to remember. */
export const theme = remembered('theme', ['system', 'light', 'dark'] as const);
export const clock = remembered('clock', ['local', 'utc'] as const);
export const density = remembered('density', ['comfortable', 'compact'] as const);
export const shortcuts = remembered('shortcuts', ['on', 'off'] as const);

/** Keeps the page in the chosen theme and density. */
export function followLooks(): void {
  const apply = () => {
    const { dataset } = document.documentElement;
    const chosen = theme.get();
    if (chosen === 'system') delete dataset.theme;
    else dataset.theme = chosen;
    dataset.density = density.get();
  };
  apply();
  theme.subscribe(apply);
  density.subscribe(apply);
}

function remembered<const T extends readonly [string, ...string[]]>(name: string, values: T): Store<T[number]> {
  const key = `svcmon.${name}`;
  const store = createStore<T[number]>(values.find((value) => value === read(key)) ?? values[0]);
  store.subscribe(() => write(key, store.get()));
  return store;
}

// Storage may be forbidden: then nothing is remembered.
function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    return;
  }
}
