import { useState } from 'preact/hooks';
import { ApiError } from '../api/client.ts';

/** What a person has set going. */
export interface Action<Args extends readonly unknown[]> {
  readonly isRunning: boolean;
  /** Why it failed the last time. */
  readonly error: ApiError | undefined;
  run(...args: Args): void;
  /** Forgets the error. */
  clear(): void;
}

/** Runs something once at a time and keeps why it failed. */
export function useAction<Args extends readonly unknown[]>(act: (...args: Args) => Promise<void>): Action<Args> {
  const [state, setState] = useState<{ readonly isRunning: boolean; readonly error?: ApiError }>({ isRunning: false });
  const run = async (...args: Args) => {
    if (state.isRunning) return;
    setState({ isRunning: true });
    try {
      await act(...args);
      setState({ isRunning: false });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setState({ isRunning: false, error });
    }
  };
  return {
    isRunning: state.isRunning,
    error: state.error,
    run: (...args) => void run(...args),
    clear: () => setState({ isRunning: false }),
  };
}
