import type { ServiceState } from '../api/types.ts';

const shapes = {
  healthy: (
    <>
      <circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" stroke-width="1.5" />
      <path d="M4.8 8.2l2.2 2.3 4.2-4.8" fill="none" stroke="currentColor" stroke-width="1.75" />
    </>
  ),
  degraded: (
    <>
      <path d="M8 1.2 15.2 14H.8z" fill="currentColor" stroke="currentColor" stroke-linejoin="round" />
      <path d="M8 5.8v4M8 11.2v1.6" stroke="var(--raised)" stroke-width="1.6" />
    </>
  ),
  unhealthy: (
    <>
      <path d="M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5z" fill="currentColor" />
      <path d="M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2" stroke="var(--raised)" stroke-width="1.75" />
    </>
  ),
  unknown: (
    <>
      <circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="2.6 1.8" />
      <path d="M6 6.3a2 2 0 1 1 3 1.7c-.7.4-1 .7-1 1.4" fill="none" stroke="currentColor" stroke-width="1.5" />
      <circle cx="8" cy="11.6" r=".95" fill="currentColor" />
    </>
  ),
  paused: (
    <>
      <circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" stroke-width="1.5" />
      <path d="M6.2 5.2v5.6M9.8 5.2v5.6" stroke="currentColor" stroke-width="1.75" />
    </>
  ),
  maintenance: (
    <>
      <rect x="1" y="1" width="14" height="14" rx="3.5" fill="none" stroke="currentColor" stroke-width="1.5" />
      <path
        d="M4.6 11.4 9 7M8.4 4.9a2.3 2.3 0 0 1 2.9-.7L9.9 5.7l.4 1.1 1.1.3 1.4-1.3a2.3 2.3 0 0 1-3.4 2.4"
        fill="none"
        stroke="currentColor"
        stroke-width="1.4"
      />
    </>
  ),
} as const;

/** What each state is called. */
export const stateWords: Readonly<Record<ServiceState, string>> = {
  healthy: 'healthy',
  degraded: 'degraded',
  unhealthy: 'unhealthy',
  unknown: 'unknown',
  paused: 'paused',
  maintenance: 'in maintenance',
};

/** The shape of a state, in its colour; a word stands beside it. */
export function StateIcon({ state, large = false }: { readonly state: ServiceState; readonly large?: boolean }) {
  return (
    <svg class={`icon ${state}${large ? ' large' : ''}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {shapes[state]}
    </svg>
  );
}
