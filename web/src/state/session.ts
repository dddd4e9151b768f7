import { createStore } from './store.ts';

/** Whether the server asked for a proof that this browser does not have. The proof itself is a cookie that no script can read. */
export const session = createStore<{ readonly isRefused: boolean }>({ isRefused: false });

/** Called where the server asked for one. */
export function tellRefused(): void {
  if (!session.get().isRefused) session.set({ isRefused: true });
}

/** Called once it was given: whatever is shown is read again. */
export function tellAccepted(): void {
  session.set({ isRefused: false });
}

/** Why the OpenID provider let nobody in the last time, in the word of the server. */
export const loginOutcome = createStore<string | undefined>(undefined);
