import type { OptionProblem } from '../probe.ts';
import type { Turn } from './script-keys.ts';
import type { StartTlsProtocol } from './starttls-key.ts';
import type { TlsKeys } from './tls-keys.ts';

/** The keys of a tcp service that depend on each other, as parsed. */
export interface TcpOptions extends Turn {
  readonly tls?: TlsKeys | undefined;
  readonly starttls?: StartTlsProtocol | undefined;
  readonly script?: readonly Turn[] | undefined;
}

/** How the connection is encrypted; undefined where it is not. */
export function trustOf({ tls, starttls }: Pick<TcpOptions, 'tls' | 'starttls'>): TlsKeys | undefined {
  return tls ?? (starttls === undefined ? undefined : { insecure: false });
}

/** What is said and expected in turn; `send` and `expect` are the only turn of a service without a script. */
export function turnsOf({ send, send_hex, expect, script }: TcpOptions): readonly Turn[] {
  if (script !== undefined) return script;
  return (send ?? send_hex ?? expect) === undefined ? [] : [{ send, send_hex, expect }];
}

/** Mistakes in the options of a tcp service that show only across keys. */
export function tcpProblems({ send, send_hex, expect, script }: TcpOptions): readonly OptionProblem[] {
  const problems: OptionProblem[] = [];
  if (send !== undefined && send_hex !== undefined) {
    problems.push({ path: ['send_hex'], message: 'send says already what is sent' });
  }
  if (script !== undefined) {
    const beside = Object.entries({ send, send_hex, expect }).filter(([, value]) => value !== undefined);
    problems.push(...beside.map(([key]) => ({ path: [key], message: 'belongs into a turn of the script' })));
  }
  return problems;
}
