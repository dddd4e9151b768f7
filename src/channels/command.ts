import { z } from 'zod';
import { durationKey } from '../domain/duration.ts';
import { secretKey } from '../domain/secret.ts';
import { type ProgramEnd, runProgram } from '../process/run-program.ts';
import { alertDocument } from './alert-document.ts';
import { type Delivery, defineChannel } from './channel.ts';
import { revealHeaders } from './option-keys.ts';

// What sysexits.h calls EX_TEMPFAIL: "the user is invited to retry".
const temporaryFailure = 75;

/** Runs a program with the notification, as JSON, on its standard input. */
export const command = defineChannel({
  type: 'command',
  summary: 'Runs a program of yours with the alert as JSON on its standard input.',
  options: z.strictObject({
    argv: z.array(z.string()).min(1).describe('The program and its arguments, one entry each. No shell reads them.'),
    timeout: durationKey({ maxMs: 600_000 })
      .prefault('10s')
      .describe('After this it is killed, and tried again later.'),
    env: z
      .record(z.string().regex(/^[A-Za-z_]\w*$/, { error: 'expected the name of a variable' }), secretKey())
      .optional()
      .describe('Its environment, beside PATH: it gets nothing of ours.'),
    directory: z.string().min(1).optional().describe('Where it runs; where svcmon runs without it.'),
  }),

  async send(notification, { argv, timeout, env, directory }, { signal }) {
    const [file = '', ...args] = argv;
    const end = await runProgram({
      file,
      args,
      input: `${JSON.stringify(alertDocument(notification))}\n`,
      env: { PATH: standardPath, ...revealHeaders(env) },
      timeoutMs: timeout,
      signal,
      ...(directory !== undefined && { directory }),
    });
    return deliveryOf(end);
  },
});

const standardPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

// What may be different a moment later; a program that is not there has to be put there by somebody.
const passingCodes = new Set(['EAGAIN', 'ENOMEM', 'EMFILE', 'ENFILE', 'ETXTBSY']);

/** What it prints is not told: it may hold what its environment holds. */
function deliveryOf(end: ProgramEnd): Delivery {
  switch (end.how) {
    case 'exited':
      if (end.code === 0) return { outcome: 'delivered', detail: 'exited with 0' };
      return { outcome: end.code === temporaryFailure ? 'retry' : 'rejected', reason: `exited with ${end.code}` };
    case 'killed':
      return { outcome: 'retry', reason: `was ended by ${end.signal}` };
    case 'out_of_time':
      return { outcome: 'retry', reason: 'was not done in time and was killed' };
    case 'stopped':
      return { outcome: 'retry', reason: 'was killed, since svcmon was stopped' };
    case 'not_started':
      return { outcome: passingCodes.has(end.code) ? 'retry' : 'rejected', reason: `cannot be started: ${end.code}` };
  }
}
