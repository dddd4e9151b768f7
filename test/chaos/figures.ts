import type { TestContext } from 'vitest';
import type { Reporter } from 'vitest/node';

/** What a test has measured, in the words of the closing lines: not only that it held, but by how much. */
export type Figures = Readonly<Record<string, string>>;

declare module 'vitest' {
  interface TaskMeta {
    figures?: Figures;
  }
}

/** Keeps figures for the end of the run; to be called before what is expected of them. */
export function tell({ task }: Pick<TestContext, 'task'>, figures: Figures): void {
  task.meta.figures = { ...task.meta.figures, ...figures };
}

/** Writes the figures of all tests below each other when the run has ended. */
export function createFiguresReporter(write: (text: string) => void): Reporter {
  return {
    onTestRunEnd(modules) {
      const tests = modules.flatMap((module) => [...module.children.allTests()]);
      const figures = tests.flatMap((test) => Object.entries(test.meta().figures ?? {}));
      const width = Math.max(...figures.map(([name]) => name.length));
      for (const [name, text] of figures) write(`${name.padEnd(width)}  ${text}\n`);
    },
  };
}
