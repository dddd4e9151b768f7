// @ts-check
// A process that has a little to do now and then, as a monitor has: writes once a second by how much longer the machine took
// for it than the work itself, as JSON, to the file named by LOOP_DELAY_FILE. From the first SIGUSR2 on it counts anew.
import { renameSync, writeFileSync } from 'node:fs';

const workMs = 15;
/** @type {number[]} */
let lost = [];
process.on('SIGUSR2', () => {
  lost = [];
});

setInterval(() => {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  const spentMs = () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  };
  while (spentMs() < workMs);
  lost.push(performance.now() - startedAt - spentMs());
}, 100);

const path = process.env.LOOP_DELAY_FILE ?? '';
setInterval(() => {
  const sorted = lost.toSorted((a, b) => a - b);
  /** @param {number} share */
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  writeFileSync(`${path}.new`, JSON.stringify({ p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) }));
  renameSync(`${path}.new`, path);
}, 1_000);
