import { z } from 'zod';
import { showValue } from './wording.ts';

/** A percentage above 1, such as 99.9; yields the share, from 0 to 1. What reads like a share, or lacks its point, is told how to mend. */
export function percentKey() {
  return z
    .number({ error: ({ input }) => expectation(input) })
    .meta({ exclusiveMinimum: 1, maximum: 100 })
    .transform((value, context) => {
      if (value > 1 && value <= 100) return exactShare(value);
      context.addIssue({ code: 'custom', message: expectation(value), input: value });
      return z.NEVER;
    });
}

function expectation(value: unknown): string {
  const meant = meantBy(value);
  const mend = meant === undefined ? '' : `: write ${meant}, in percent`;
  return `expected a percentage such as 99.9, got ${showValue(value)}${mend}`;
}

/** 99.9 / 100 is a little more than 0.999 in binary. */
function exactShare(percent: number): number {
  return Number((percent / 100).toPrecision(12));
}

/** `0.999`, `999`, `"99.9%"`. */
function meantBy(value: unknown): number | undefined {
  if (typeof value === 'string') {
    const number = Number(value.trim().replace(/\s*%$/, '').replace(',', '.'));
    if (value.trim() === '' || Number.isNaN(number)) return undefined;
    return number > 1 && number <= 100 ? number : meantBy(number);
  }
  if (typeof value !== 'number') return undefined;
  if (value > 0.5 && value <= 1) return Number((value * 100).toPrecision(12));
  const digits = String(value);
  return /^9\d{2,5}$/.test(digits) ? Number(`${digits.slice(0, 2)}.${digits.slice(2)}`) : undefined;
}
