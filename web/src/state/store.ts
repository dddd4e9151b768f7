import { useEffect, useState } from 'preact/hooks';

/** A value that components follow. */
export interface Store<T> {
  get(): T;
  set(value: T): void;
  /** Calls back after every change; returns how to stop that. */
  subscribe(listener: () => void): () => void;
}

/** Keeps a value and tells of its changes. */
export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The value of a store, or what is chosen of it; renders again only where that is another. */
export function useStore<T>(store: Store<T>): T;
export function useStore<T, U>(store: Store<T>, choose: (value: T) => U): U;
export function useStore<T>(store: Store<T>, choose: (value: T) => unknown = (value) => value): unknown {
  const [chosen, setChosen] = useState(() => choose(store.get()));
  useEffect(() => {
    const update = () => setChosen(() => choose(store.get()));
    update();
    return store.subscribe(update);
  }, [store]);
  return chosen;
}
