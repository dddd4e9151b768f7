import type { TimeRange } from '../../domain/calendar.ts';

/** A share of the width, in hundredths of a per cent: `8.33%`. */
export function percent(share: number): string {
  return `${Math.round(share * 10_000) / 100}%`;
}

/** Charts are a thousand units wide and this many high, however large they are shown. */
export const chartWidth = 1_000;
export const chartHeight = 1_000;

/** Where an instant of a period lies across a chart, in whole units. */
export function acrossChart({ fromAt, toAt }: TimeRange, at: number): number {
  return Math.round(((at - fromAt) / (toAt - fromAt)) * chartWidth);
}

/** A vertical scale in whole units: `top` is drawn at 0 and `bottom` at `chartHeight`. */
export function verticalScale({ top, bottom }: { readonly top: number; readonly bottom: number }) {
  return (value: number) => Math.round(((top - value) / (top - bottom)) * chartHeight);
}

/** A round number of the row 1, 2, 5, 10 … that a number fits into at most `most` times. */
export function roundStep(value: number, most: number): number {
  const raw = value / most;
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= raw * (1 - 1e-9)) ?? 10;
  return factor * power;
}
