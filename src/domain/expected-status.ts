import { z } from 'zod';

/** Inclusive ranges of HTTP status codes. */
export type ExpectedStatus = readonly { readonly from: number; readonly to: number }[];

const form = 'expected a status code such as 200, "2xx", "200-299" or a list of these';

/** Whether a status code is among the expected ones. */
export function isExpectedStatus(statusCode: number, expected: ExpectedStatus): boolean {
  return expected.some(({ from, to }) => from <= statusCode && statusCode <= to);
}

/** The expectation as the configuration writes it: `200, 204`, `2xx`, `200-299`. */
export function formatExpectedStatus(expected: ExpectedStatus): string {
  return expected.map(formatRange).join(', ');
}

/** The `expected_status` key: a code, a class, a range or a list of these in; ranges out. */
export function expectedStatusKey() {
  const one = z.union([z.number(), z.string()], { error: form });
  return z
    .union([one, z.array(one).min(1, { error: form })], { error: form })
    .transform((value, context): ExpectedStatus => {
      const ranges = [value].flat().map((item) => parseRange(item) ?? item);
      const wrong = ranges.find((range) => typeof range !== 'object');
      if (wrong === undefined) return ranges as ExpectedStatus;
      context.addIssue({ code: 'custom', message: `${form}, got ${JSON.stringify(wrong)}`, input: value });
      return z.NEVER;
    });
}

function parseRange(item: number | string): ExpectedStatus[number] | undefined {
  const text = String(item).trim().toLowerCase();
  const ofClass = /^([1-5])xx$/.exec(text);
  if (ofClass) return { from: Number(ofClass[1]) * 100, to: Number(ofClass[1]) * 100 + 99 };
  const range = /^([1-5]\d\d)(?:\s*-\s*([1-5]\d\d))?$/.exec(text);
  if (!range) return undefined;
  const from = Number(range[1]);
  const to = Number(range[2] ?? range[1]);
  return from <= to ? { from, to } : undefined;
}

function formatRange({ from, to }: ExpectedStatus[number]): string {
  if (from === to) return String(from);
  return from % 100 === 0 && to === from + 99 ? `${from / 100}xx` : `${from}-${to}`;
}
