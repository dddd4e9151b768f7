import { Failure, type FailureReason } from '../../domain/failure.ts';
import { toPlainLine, truncate } from '../../domain/plain-text.ts';

interface Cause {
  readonly reason: FailureReason;
  readonly message: string;
}

const mayNotSend =
  'this machine does not let svcmon send echo requests: its ping needs the capability cap_net_raw, or a group within net.ipv4.ping_group_range';

/** Why `ping` could not be started, by the code of the error (errno(3)). */
export function unstartedPing(code: string): Failure {
  const { reason, message } = unstarted[code] ?? {
    reason: 'local_resource',
    message: `no process could be started for ping (${code})`,
  };
  return new Failure(reason, message);
}

const unstarted: Readonly<Record<string, Cause>> = {
  ENOENT: { reason: 'command_unusable', message: 'this machine has no ping: install it (Debian: iputils-ping)' },
  EACCES: { reason: 'not_permitted', message: 'svcmon may not run the ping of this machine (EACCES)' },
  // A container without the capability that the file of the program asks for.
  EPERM: { reason: 'not_permitted', message: `${mayNotSend} (EPERM)` },
};

/** Why `ping` sent nothing, by what it printed. It tells by its words alone: all mistakes have the same exit code. */
export function unusablePing(output: string): Failure {
  const words = output.split('\n').filter((line) => !line.startsWith('PING '));
  const said = truncate(toPlainLine(words.join(' ')), 200);
  const { reason, message } = causes.find(({ form }) => form.test(said)) ?? unknownCause;
  return new Failure(reason, `${message} (${said === '' ? 'it says nothing' : said})`);
}

const causes: readonly (Cause & { readonly form: RegExp })[] = [
  { form: /not permitted|permission denied|cap_net_raw/i, reason: 'not_permitted', message: mayNotSend },
  {
    form: /no route to host|host is unreachable/i,
    reason: 'host_unreachable',
    message: 'no way to the host was found',
  },
  {
    form: /network is unreachable|address family not supported|cannot assign requested address|invalid argument/i,
    reason: 'network_unreachable',
    message: 'this machine has no route',
  },
];

const unknownCause: Cause = { reason: 'command_unusable', message: 'the ping of this machine cannot be used' };
