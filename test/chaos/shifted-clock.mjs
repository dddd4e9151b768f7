// @ts-check
// Loaded before the program: at SIGUSR2 the wall clock jumps by the number of ms that stands in the file named by
// CLOCK_SHIFT_FILE, as if somebody had set it. The monotonic clock goes on as it does then.
import { readFileSync } from 'node:fs';

const RealDate = Date;
const realNow = Date.now;
let shiftMs = 0;

process.on('SIGUSR2', () => {
  shiftMs = Number(readFileSync(process.env.CLOCK_SHIFT_FILE ?? '', 'utf8'));
});

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args) => Reflect.construct(target, args.length === 0 ? [realNow() + shiftMs] : args),
});
RealDate.now = () => realNow() + shiftMs;
