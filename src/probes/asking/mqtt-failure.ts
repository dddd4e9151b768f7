import { Failure, type FailureReason } from '../../domain/failure.ts';

/** What a broker means by the code with which it refuses a connection, a subscription or a message; undefined for one it does not have. */
export function mqttFailure(code: number): Failure | undefined {
  const [reason, means] =
    meanings[code] ?? (code >= 0x80 && code <= 0xff ? ['query_failed', 'the broker refuses'] : []);
  if (reason === undefined) return undefined;
  return new Failure(reason, `${means} (code ${code})`);
}

// MQTT 3.1.1 §3.2.2.3, and MQTT 5.0 §2.4 from 128 on.
const meanings: Readonly<Record<number, readonly [FailureReason, string]>> = {
  1: ['unimplemented', 'the broker does not speak this version of MQTT'],
  2: ['query_failed', 'the broker refuses the client id'],
  3: ['query_failed', 'the broker is unavailable'],
  4: ['auth_failed', 'the broker refuses the credentials'],
  5: ['auth_failed', 'the broker does not let us in'],
  128: ['query_failed', 'the broker refuses without a reason'],
  132: ['unimplemented', 'the broker does not speak this version of MQTT'],
  133: ['query_failed', 'the broker refuses the client id'],
  134: ['auth_failed', 'the broker refuses the credentials'],
  136: ['query_failed', 'the broker is unavailable'],
  137: ['query_failed', 'the broker is busy'],
  138: ['auth_failed', 'the broker has banned us'],
  143: ['query_failed', 'the broker refuses the topic filter'],
  144: ['query_failed', 'the broker refuses the topic'],
  151: ['query_failed', 'our quota at the broker is used up'],
};

/** What 135 (not authorized) means depends on what was asked. */
export function notAuthorized(code: number, at: 'login' | 'command'): Failure | undefined {
  if (code !== 135) return undefined;
  return at === 'login'
    ? new Failure('auth_failed', 'the broker does not let us in (code 135)')
    : new Failure('query_failed', 'the user may not do this (code 135)');
}
