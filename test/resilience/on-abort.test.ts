import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { onAbort } from '../../src/resilience/on-abort.ts';

test('calls back everyone who still listens when the signal fires, once', () => {
  const controller = new AbortController();
  const called: string[] = [];
  const listen = (name: string) => onAbort(controller.signal, () => called.push(name));
  listen('first');
  const leaves = listen('leaves');
  listen('last');
  leaves();
  leaves();
  controller.abort();
  controller.abort();
  expect(called.toSorted()).toEqual(['first', 'last']);
});

test('calls back nobody of those who came and went, in whatever order', () => {
  const controller = new AbortController();
  const called: number[] = [];
  const stops = Array.from({ length: 50 }, (_, number) => onAbort(controller.signal, () => called.push(number)));
  for (const [number, stop] of stops.entries()) if (number % 3 !== 0) stop();
  for (const [number, stop] of stops.toReversed().entries()) if (number % 2 === 0) stop();
  controller.abort();
  const left = Array.from({ length: 50 }, (_, number) => number).filter((n) => n % 3 === 0 && (49 - n) % 2 !== 0);
  expect(called.toSorted((a, b) => a - b)).toEqual(left);
});

test('the signal itself has one listener, however many there are', () => {
  const { signal } = new AbortController();
  for (let number = 0; number < 100; number += 1) onAbort(signal, () => undefined);
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
});

test('who listens to one signal hears nothing of another', () => {
  const [one, other] = [new AbortController(), new AbortController()];
  const called: string[] = [];
  onAbort(one.signal, () => called.push('one'));
  onAbort(other.signal, () => called.push('other'));
  other.abort();
  expect(called).toEqual(['other']);
});
