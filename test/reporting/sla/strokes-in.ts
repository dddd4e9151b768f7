/** The points of a path of steps, stroke by stroke. */
export function strokesIn(path = ''): readonly (readonly (readonly [x: number, y: number])[])[] {
  const strokes: [number, number][][] = [];
  let [x, y] = [0, 0];
  for (const [, command = '', text = ''] of path.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const steps = [...text.matchAll(/-?\d+/g)].map(Number);
    if (command === 'h') continue;
    if (command !== 'l') strokes.push([]);
    for (let index = 0; index < steps.length; index += 2) {
      x += steps[index] ?? Number.NaN;
      y += steps[index + 1] ?? Number.NaN;
      strokes.at(-1)?.push([x, y]);
    }
  }
  return strokes;
}
