// @ts-check
// Loaded before the program: writes once a second how late its event loop was, as JSON, to the file named by
// LOOP_DELAY_FILE. From the first SIGUSR2 on it counts anew.
import { renameSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const resolutionMs = 10;
const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
histogram.enable();
process.on('SIGUSR2', () => histogram.reset());

/** @param {number} ns Between two ticks of the histogram. */
const lateMs = (ns) => Math.max(0, ns / 1e6 - resolutionMs);
const path = process.env.LOOP_DELAY_FILE ?? '';
setInterval(() => {
  const delay = {
    p50Ms: lateMs(histogram.percentile(50)),
    p99Ms: lateMs(histogram.percentile(99)),
    maxMs: lateMs(histogram.max),
  };
  writeFileSync(`${path}.new`, JSON.stringify(delay));
  renameSync(`${path}.new`, path);
}, 1_000).unref();
