import { toPlainLine, truncate } from '../../domain/plain-text.ts';

/** What `ping` printed, read. */
export interface PingReport {
  /** How many requests it says it has sent; 0 where it did not come to its summary. */
  readonly sent: number;
  /** The time to each first reply, ms, in the order of their arrival. */
  readonly timesMs: readonly number[];
  /** What a router or our own machine said instead of a reply, e.g. `Destination Host Unreachable`; undefined for nothing. */
  readonly remark: string | undefined;
}

const longestLine = 200;
const replyForm = /^\d+ bytes from .*seq=(\d+) .*time[=<]([\d.]+) ?ms/;
const summaryForm = /^(\d+) packets transmitted, \d+ (?:packets )?received/;
const remarkForm = /^From \S+ (?:icmp_)?seq=\d+ (.+)$/;

/** Reads what the `ping` of iputils or BusyBox prints under LC_ALL=C; what neither prints is passed over. */
export function readPing(output: string): PingReport {
  const times = new Map<string, number>();
  let sent = 0;
  let remark: string | undefined;
  for (const whole of output.split('\n')) {
    // Neither prints longer lines, in which matching would take its time.
    const line = whole.slice(0, longestLine);
    const [, sequence = '', time] = replyForm.exec(line) ?? [];
    // A second reply to one request is no reply to another.
    if (time !== undefined && !times.has(sequence)) times.set(sequence, Number(time));
    const transmitted = summaryForm.exec(line)?.[1];
    if (transmitted !== undefined) sent = Number(transmitted);
    remark ??= remarkForm.exec(line)?.[1];
  }
  return {
    sent,
    timesMs: [...times.values()],
    remark: remark === undefined ? undefined : truncate(toPlainLine(remark), 100),
  };
}
