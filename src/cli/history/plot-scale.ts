/** The vertical axis of a plot: from 0 to a round number that nothing is above. */
export interface PlotScale {
  readonly top: number;
  /** Round numbers from 0 to the top, ascending. */
  readonly ticks: readonly number[];
}

const roundSteps = [1, 1.5, 2, 3, 5, 10];
const fewestTicks = 4;

/** The scale that shows numbers of at least 0 up to `largest`. */
export function plotScale(largest: number): PlotScale {
  const rough = Math.max(largest, 1e-3) / fewestTicks;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step =
    magnitude * (roundSteps.find((each) => isShown(each * magnitude) && each * magnitude >= rough * (1 - 1e-9)) ?? 10);
  const count = Math.ceil((largest / step) * (1 - 1e-9)) || 1;
  return { top: count * step, ticks: Array.from({ length: count + 1 }, (_, index) => index * step) };
}

/** Milliseconds below ten are written without a fraction. */
function isShown(step: number): boolean {
  return step < 1 || step >= 10 || Number.isInteger(step);
}
