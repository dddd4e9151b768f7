import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { addressOf, pathOf } from './location.ts';
import { createStore, useStore } from './state/store.ts';

/** Where the reader is: a path of the dashboard, and what is chosen on it. */
export interface Place {
  readonly path: string;
  readonly query: URLSearchParams;
}

/** Follows the address bar. */
export const place = createStore<Place>(current());

addEventListener('popstate', () => place.set(current()));

/** Goes to another page. */
export function navigate(path: string): void {
  history.pushState(null, '', addressOf(path));
  place.set(current());
  scrollTo(0, 0);
}

/** One choice of the page that is kept in its address; setting it adds nothing to the history. */
export function useChoice(name: string, fallback: string): readonly [string, (value: string) => void] {
  const value = useStore(place, ({ query }) => query.get(name)) ?? fallback;
  const choose = (next: string) => {
    const url = new URL(location.href);
    if (next === fallback) url.searchParams.delete(name);
    else url.searchParams.set(name, next);
    history.replaceState(null, '', url);
    place.set(current());
  };
  return [value, choose];
}

/** A link to a page of the dashboard. */
export function Link({
  to,
  children,
  ...rest
}: {
  readonly to: string;
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly 'aria-current'?: 'page' | undefined;
  readonly 'aria-label'?: string;
  readonly tabIndex?: number;
  readonly 'data-row'?: number;
}) {
  const onClick = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(to);
  };
  return (
    <a href={addressOf(to)} onClick={onClick} {...rest}>
      {children}
    </a>
  );
}

/** The one h1 of a page: names the tab, and takes the focus when the reader came here from another page. */
export function PageTitle({ children, title }: { readonly children: ComponentChildren; readonly title: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const path = useStore(place, (here) => here.path);
  useEffect(() => {
    pageTitle.set(title);
  }, [title]);
  useEffect(() => {
    if (arrivedAt !== undefined && arrivedAt !== path) heading.current?.focus({ preventScroll: true });
    arrivedAt = path;
  }, [path]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}

/** What the tab is called, without what is wrong. */
export const pageTitle = createStore('svcmon');

let arrivedAt: string | undefined;

function current(): Place {
  return { path: decodePath(pathOf(location.pathname)), query: new URLSearchParams(location.search) };
}

// The parts are decoded where they are used: a name may hold a slash.
function decodePath(path: string): string {
  return path.length > 1 ? path.replace(/\/$/, '') : path;
}
