import { loginOutcome, tellAccepted, tellRefused } from '../state/session.ts';
import { ApiError, ask } from './client.ts';

/** Begins a session with a token. Rejects with ApiError. */
export async function signIn(token: string): Promise<void> {
  await ask('/session', { method: 'POST', body: { token } });
  tellAccepted();
}

/** Ends it. */
export async function signOut(): Promise<void> {
  await ask('/session', { method: 'DELETE' });
  tellRefused();
}

/**
 * Begins a session with the code of the link that svcmon printed, `#code=…`, and takes it out of the address: it is good once.
 * Where it is good no more, the page asks for a token as soon as one is needed.
 */
export async function redeemCode(): Promise<void> {
  const code =
    new URLSearchParams(location.hash.slice(1)).get('code') ?? new URLSearchParams(location.search).get('code');
  if (code === null) return;
  history.replaceState(null, '', location.pathname);
  try {
    await ask('/session', { method: 'POST', body: { code } });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}

/** What became of a login at the OpenID provider, as the server wrote it into the address; taken out of it. */
export function takeLoginOutcome(): void {
  const url = new URL(location.href);
  const outcome = url.searchParams.get('login');
  if (outcome === null) return;
  url.searchParams.delete('login');
  history.replaceState(null, '', url);
  loginOutcome.set(outcome);
  tellRefused();
}
