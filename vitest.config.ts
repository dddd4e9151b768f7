import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // They kill, fill and freeze for minutes: `npm run test:chaos` runs them.
    exclude: process.env.SVCMON_CHAOS === undefined ? ['test/chaos/**'] : [],
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
