import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ApiError } from '../api/client.ts';
import type { Resource } from '../state/resource.ts';
import { tellRefused } from '../state/session.ts';
import { CopyButton } from './copy.tsx';

/** Shows a document once it is there, and until then that it is being read, or why it cannot be. What was read before stays. */
export function Loaded<T>({
  of: { data, error, isLoading, reload },
  what,
  children,
}: {
  readonly of: Resource<T>;
  /** For `Could not read …`. */
  readonly what: string;
  readonly children: (data: T) => ComponentChildren;
}) {
  return (
    <>
      {error !== undefined && <Failed error={error} what={what} isRetrying={isLoading} onRetry={reload} />}
      {data === undefined ? error === undefined && <Loading what={what} /> : children(data)}
    </>
  );
}

/** What could not be read, and why. */
function Failed({
  error,
  what,
  isRetrying,
  onRetry,
}: {
  readonly error: ApiError;
  readonly what: string;
  readonly isRetrying: boolean;
  readonly onRetry: () => void;
}) {
  return (
    <div class="notice failed" role="alert">
      <p>
        <strong>Could not read {what}.</strong> {sentence(error)}
      </p>
      <button type="button" class="button" disabled={isRetrying} onClick={onRetry}>
        {isRetrying ? 'Trying…' : 'Retry'}
      </button>
    </div>
  );
}

/** Why something that a person asked for was not done, with every part that is wrong. */
export function Refused({ error }: { readonly error: ApiError | undefined }) {
  if (error === undefined) return null;
  const { errors = [] } = error.problem;
  return (
    <div class="notice failed" role="alert">
      <p>{sentence(error)}</p>
      {error.status === 401 && (
        <button type="button" class="button" onClick={tellRefused}>
          Sign in
        </button>
      )}
      {errors.length > 0 && (
        <ul>
          {errors.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              {path !== '' && <code>{path}</code>} {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** A grey shape of what is to come, after 150 ms: what is there sooner need not be announced. */
function Loading({ what }: { readonly what: string }) {
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class="loading" data-shown={isShown}>
      <span class="hidden" role="status">
        {isShown ? `Reading ${what}…` : ''}
      </span>
      <span class="bone" />
      <span class="bone" />
      <span class="bone" />
    </div>
  );
}

/** Nothing is there, and what to do about it. */
export function Empty({
  title,
  children,
  command,
}: {
  readonly title: string;
  readonly children?: ComponentChildren;
  readonly command?: string;
}) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children !== undefined && <p class="quiet">{children}</p>}
      {command !== undefined && (
        <div class="command">
          <code>{command}</code>
          <CopyButton text={command} what="the command" />
        </div>
      )}
    </div>
  );
}

function sentence({ status, problem }: ApiError): string {
  const text = problem.detail ?? problem.title;
  const reason = `${text.charAt(0).toUpperCase()}${text.slice(1)}`.replace(/[.!]?$/, '.');
  if (status === 401) return 'You are not signed in.';
  if (status === 403) return `Your sign-in does not allow this. ${reason}`;
  if (status >= 500 && problem.request_id !== undefined)
    return `${reason} The log has it as request ${problem.request_id}.`;
  return reason;
}
