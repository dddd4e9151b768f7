import { Failure } from '../../domain/failure.ts';
import { interruption } from '../../http/interruption.ts';
import { runProgram } from '../../process/run-program.ts';
import { unstartedPing, unusablePing } from './ping-failure.ts';
import { type PingReport, readPing } from './ping-output.ts';

/** What `ping` is to do. */
export interface PingOrder {
  /** An IP address. */
  readonly address: string;
  readonly count: number;
  readonly intervalMs: number;
  /** Rounded up to whole seconds, since BusyBox knows no others. */
  readonly replyTimeoutMs: number;
  readonly packetBytes: number;
}

// Far more than a hundred replies take.
const keptBytes = 65_536;
// In the first, NixOS has the ping that may send.
const path = '/run/wrappers/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Runs the `ping` of the system, without a shell, and resolves with what it says, also when nothing replied. Rejects with a
 * Failure: `command_unusable` where there is no `ping` that does as it is told, `not_permitted` where it may not send,
 * `network_unreachable` or `host_unreachable` where there is no way, what the signal means when it fires.
 */
export async function ping(order: PingOrder, signal: AbortSignal): Promise<PingReport> {
  if (process.platform !== 'linux') {
    throw new Failure('command_unusable', 'icmp services need the ping of a Linux system');
  }
  const program = { file: 'ping', args: argumentsOf(order), env: { LC_ALL: 'C', PATH: path }, keptBytes, signal };
  const end = await runProgram(program);
  if (end.how === 'not_started') throw unstartedPing(end.code);
  const report = readPing(end.output);
  if (end.how === 'exited') {
    if (report.sent > 0) return report;
    throw unusablePing(end.output);
  }
  if (end.how === 'killed') throw new Failure('command_unusable', `ping was ended by ${end.signal}`);
  const { address, count } = order;
  throw interruption(signal, `waiting for ${count} echo replies from ${address}, ${report.timesMs.length} so far`);
}

function argumentsOf({ address, count, intervalMs, replyTimeoutMs, packetBytes }: PingOrder): readonly string[] {
  const options = {
    '-c': count,
    '-i': intervalMs / 1_000,
    '-W': Math.ceil(replyTimeoutMs / 1_000),
    '-s': packetBytes,
  };
  return ['-n', ...Object.entries(options).flatMap(([name, value]) => [name, String(value)]), '--', address];
}
