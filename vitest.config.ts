import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { createFiguresReporter } from './test/chaos/figures.ts';

const isChaos = process.env.SVCMON_CHAOS !== undefined;

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // They kill, fill and freeze for minutes: `npm run test:chaos` runs them.
    exclude: isChaos ? [] : ['test/chaos/**'],
    // One after another, since they measure the machine, and with what they measured at the end.
    fileParallelism: !isChaos,
    ...(isChaos && { reporters: ['default', createFiguresReporter((text) => process.stdout.write(text))] }),
    // Most tests wait for servers and clocks: on two cores one worker would leave more than half of them idle.
    maxWorkers: availableParallelism(),
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Deadlines are promised to the ms, and a machine that does other things may miss one: once, not three times in a row.
    retry: process.env.CI === 'true' ? 2 : 0,
    coverage: {
      provider: 'v8',
      include: ['src/**'],
      // Runs only as a process of its own, in test/e2e, where it is not measured.
      exclude: ['src/main.ts'],
      reporter: ['text-summary', 'html'],
      thresholds: { lines: 85, statements: 85, functions: 85, branches: 80 },
    },
  },
});
