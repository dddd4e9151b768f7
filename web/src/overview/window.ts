import { useEffect, useState } from 'preact/hooks';

/** The lines that are drawn, `from` up to, but without, `to`, and how much room the others take. */
export interface Window {
  readonly from: number;
  readonly to: number;
  readonly beforePx: number;
  readonly afterPx: number;
}

// Below this all are drawn: the browser's own search and printing find them.
const drawnWhole = 150;
const spareLines = 8;

/** The part of a long list that is in sight as the page scrolls. */
export function useWindow(heights: readonly number[], list: { readonly current: HTMLElement | null }): Window {
  const [view, setView] = useState({ top: 0, height: 0 });
  useEffect(() => {
    let frame = 0;
    const measure = () => {
      frame = 0;
      const top = Math.max(0, -(list.current?.getBoundingClientRect().top ?? 0));
      setView((before) =>
        Math.abs(before.top - top) < 60 && before.height === innerHeight ? before : { top, height: innerHeight },
      );
    };
    const soon = () => {
      frame ||= requestAnimationFrame(measure);
    };
    measure();
    addEventListener('scroll', soon, { passive: true });
    addEventListener('resize', soon);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener('scroll', soon);
      removeEventListener('resize', soon);
    };
  }, [list]);
  return windowOf(heights, view);
}

/** Which lines a view needs. */
export function windowOf(heights: readonly number[], view: { readonly top: number; readonly height: number }): Window {
  if (heights.length <= drawnWhole) return { from: 0, to: heights.length, beforePx: 0, afterPx: 0 };
  const tops = [0];
  for (const height of heights) tops.push((tops.at(-1) ?? 0) + height);
  const total = tops.at(-1) ?? 0;
  const firstSeen = tops.findIndex((_, index) => (tops[index + 1] ?? total + 1) > view.top);
  const end = view.top + Math.max(view.height, 400);
  const firstBelow = tops.findIndex((top) => top >= end);
  // A list that became shorter may end above of what was in sight.
  const from = Math.max(0, (firstSeen < 0 ? heights.length : firstSeen) - spareLines);
  const to = Math.min(heights.length, (firstBelow < 0 ? heights.length : firstBelow) + spareLines);
  return { from, to, beforePx: tops[from] ?? 0, afterPx: total - (tops[to] ?? total) };
}
