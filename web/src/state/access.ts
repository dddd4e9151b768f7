import { ApiError, ask } from '../api/client.ts';
import type { Session } from '../api/types.ts';
import { session } from './session.ts';
import { createStore, useStore } from './store.ts';

/** Who is looking and what may be done here; undefined until that was read. */
const access = createStore<Session | undefined>(undefined);

/** Reads it now, and again where somebody signs in or out. */
export function keepAccess(): void {
  session.subscribe(() => void read());
  void read();
}

/** What the server says of whoever looks; undefined until it said so. */
export const useAccess = (): Session | undefined => useStore(access);

/** Whether services are changed in the file alone. */
export const useIsReadOnly = (): boolean => useStore(access, (known) => known?.read_only === true);

async function read(): Promise<void> {
  try {
    access.set(await ask<Session>('/session'));
  } catch (error) {
    // Nothing depends on it: what may not be done is refused with the reason.
    if (!(error instanceof ApiError)) throw error;
  }
}
