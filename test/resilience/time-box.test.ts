import { expect, test } from 'vitest';
import { createTimeBox, TimeBoxExceeded } from '../../src/resilience/time-box.ts';

const timeBox = createTimeBox({ limitMs: 50 });

test('gives back what the work returns, undefined included', () => {
  expect(timeBox(() => 42)).toBe(42);
  expect(timeBox(() => undefined)).toBeUndefined();
});

test('throws what the work throws', () => {
  const own = new RangeError('out of range');
  expect(() =>
    timeBox(() => {
      throw own;
    }),
  ).toThrow(own);
});

test('stops a loop that never ends', () => {
  const endless = () => {
    for (;;);
  };
  expect(() => timeBox(endless)).toThrow(TimeBoxExceeded);
});

test('stops a regular expression that backtracks without end', () => {
  const slow = () => /^(a+)+$/.test(`${'a'.repeat(40)}b`);
  expect(() => timeBox(slow)).toThrow(TimeBoxExceeded);
});

test('is none the worse for work that ran over', () => {
  expect(() =>
    timeBox(() => {
      for (;;);
    }),
  ).toThrow(TimeBoxExceeded);
  expect(timeBox(() => 'next')).toBe('next');
});

test('may be used inside another', () => {
  const outer = createTimeBox({ limitMs: 5_000 });
  const inner = () => {
    try {
      return timeBox(() => {
        for (;;);
      });
    } catch (thrown) {
      return thrown;
    }
  };
  expect(outer(inner)).toBeInstanceOf(TimeBoxExceeded);
  expect(timeBox(() => timeBox(() => 'both'))).toBe('both');
});
