import { useState } from 'preact/hooks';
import { signIn } from '../api/session.ts';
import { PageTitle } from '../router.tsx';
import { useAction } from '../state/action.ts';
import { tellAccepted } from '../state/session.ts';
import { CopyButton } from '../widgets/copy.tsx';
import { Field } from '../widgets/field.tsx';
import { Refused } from '../widgets/states.tsx';

/** Asks for a token. Password managers and pasting work; nothing has to be remembered or solved. */
export function SignInPage() {
  const [token, setToken] = useState('');
  const enter = useAction(signIn);
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
          <button type="submit" class="button primary" disabled={enter.isRunning}>
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
