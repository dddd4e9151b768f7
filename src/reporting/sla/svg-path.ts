/** A point of a chart, in whole units. */
export type Point = readonly [x: number, y: number];

/** The path of several strokes, each from point to point; a stroke of one point is a dot. As short as it can be said: steps, and no sign between numbers that needs none. */
export function pathOf(strokes: readonly (readonly Point[])[]): string {
  let [x, y] = [0, 0];
  const stepTo = ([toX, toY]: Point): string => {
    const step = numbers([toX - x, toY - y]);
    [x, y] = [toX, toY];
    return step;
  };
  return strokes
    .flatMap(([first, ...others], index) => {
      if (first === undefined) return [];
      const start = `${index === 0 ? 'M' : 'm'}${stepTo(first)}`;
      return others.length === 0 ? `${start}h0` : `${start}l${joined(others.map(stepTo))}`;
    })
    .join('');
}

function numbers(values: readonly number[]): string {
  return joined(values.map(String));
}

function joined(texts: readonly string[]): string {
  return texts.map((text, index) => (index === 0 || text.startsWith('-') ? text : ` ${text}`)).join('');
}
