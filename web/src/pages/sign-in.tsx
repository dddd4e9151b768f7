import { useState } from 'preact/hooks';
import { signIn } from '../api/session.ts';
import { addressOf } from '../location.ts';
import { PageTitle, place } from '../router.tsx';
import { useAccess } from '../state/access.ts';
import { useAction } from '../state/action.ts';
import { loginOutcome, tellAccepted } from '../state/session.ts';
import { useStore } from '../state/store.ts';
import { CopyButton } from '../widgets/copy.tsx';
import { Field } from '../widgets/field.tsx';
import { Refused } from '../widgets/states.tsx';

/** Asks for a token. Password managers and pasting work; nothing has to be remembered or solved. */
export function SignInPage() {
  const [token, setToken] = useState('');
  const enter = useAction(signIn);
  const hasProvider = useAccess()?.login.oidc === true;
  const onSubmit = (event: Event) => {
    event.preventDefault();
    if (token.trim() !== '') enter.run(token.trim());
  };
  const command = 'svcmon token create dashboard --scope write';
  return (
    <div class="sign-in">
      <PageTitle title="Sign in">Sign in</PageTitle>
      <p class="quiet">
        This svcmon shows what it knows to those who have a token, or who open the link that it printed at its start.
      </p>
      <SingleSignOn isOffered={hasProvider} />
      <form class="form" onSubmit={onSubmit}>
        <input
          class="hidden"
          type="text"
          name="username"
          autocomplete="username"
          value="svcmon"
          readOnly
          tabIndex={-1}
          aria-hidden="true"
        />
        <Field label="Token" error={enter.error?.status === 401 ? 'This token lets nobody in.' : undefined} wide>
          {(ties) => (
            <input
              {...ties}
              type="password"
              name="password"
              autocomplete="current-password"
              value={token}
              onInput={(event) => setToken(event.currentTarget.value)}
            />
          )}
        </Field>
        {enter.error?.status !== 401 && <Refused error={enter.error} />}
        <div class="actions wide">
          <button type="submit" class={hasProvider ? 'button' : 'button primary'} disabled={enter.isRunning}>
            Sign in
          </button>
          <button type="button" class="button" onClick={tellAccepted}>
            Go on without
          </button>
        </div>
      </form>
      <p class="quiet">No token yet? On the machine of svcmon:</p>
      <div class="command">
        <code>{command}</code>
        <CopyButton text={command} what="the command" />
      </div>
    </div>
  );
}

const outcomes: Readonly<Record<string, string>> = {
  refused: 'The login did not succeed, or your account may not come in here. Ask whoever runs svcmon, or use a token.',
  unreachable: 'The single sign-on service does not answer. Try again later, or use a token.',
  'too-often': 'Too many attempts: wait a minute, then try again.',
};

/** The way to the OpenID provider, where there is one; it leads back to the page that is open. */
function SingleSignOn({ isOffered }: { readonly isOffered: boolean }) {
  const outcome = useStore(loginOutcome);
  const path = useStore(place, (here) => here.path);
  const to = `${path}${location.search}`;
  return (
    <>
      {outcome !== undefined && (
        <div class="notice failed" role="alert">
          <p>{outcomes[outcome] ?? 'The single sign-on failed.'}</p>
        </div>
      )}
      {isOffered && (
        <div class="actions">
          <a class="button primary" href={`${addressOf('/login')}?to=${encodeURIComponent(to)}`}>
            Sign in with single sign-on
          </a>
        </div>
      )}
    </>
  );
}
