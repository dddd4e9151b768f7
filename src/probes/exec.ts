import { basename } from 'node:path';
import { z } from 'zod';
import { timeFacts } from '../domain/common-facts.ts';
import { secretKey } from '../domain/secret.ts';
import { runPlugin } from './asking/plugin-run.ts';
import { showPerfdata } from './asking/show-perfdata.ts';
import { defineProbe } from './probe.ts';

const standardPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Runs a plugin as Nagios does (https://www.monitoring-plugins.org/doc/guidelines.html) and takes its verdict. */
export const exec = defineProbe({
  type: 'exec',
  summary: 'Runs a Nagios-style plugin and takes its exit code as the verdict.',
  options: z.strictObject({
    command: z
      .array(z.string().regex(/^[^\0]*$/, { error: 'must not hold a null character' }))
      .min(1)
      .refine(([file]) => file !== '', { error: 'expected a program' })
      .describe('The program and its arguments, one entry each. No shell reads them.'),
    env: z
      .record(z.string().regex(/^[A-Za-z_]\w*$/, { error: 'expected the name of a variable' }), secretKey())
      .optional()
      .describe('Its environment beside PATH and LC_ALL=C: it gets nothing of ours.'),
    directory: z.string().min(1).optional().describe('Where it runs; where svcmon runs without it.'),
  }),
  facts: {
    exit_code: { type: 'int', describes: 'how it ended: 0 healthy, 1 degraded, 2 unhealthy, 3 unknown' },
    output: { type: 'string', describes: 'what it printed, up to 64 KiB, without performance data' },
    perfdata: {
      type: 'dyn',
      describes:
        'its performance data by label, each with `value`, `unit` and, where given, `warn`, `crit`, `min`, `max`',
      label: 'Measured',
      shown: showPerfdata,
    },
    ...timeFacts,
  },
  // Arguments may hold passwords.
  target: ({ command: [file = ''] }) => basename(file),
  host: ({ command: [file = ''] }) => basename(file),
  idempotent: () => true,
  observe: ({ command: [file = '', ...args], env = {}, directory }, context) => {
    const own = Object.entries(env).map(([name, secret]) => [name, secret.reveal()]);
    return runPlugin(
      {
        file,
        args,
        env: { PATH: standardPath, LC_ALL: 'C', ...Object.fromEntries(own) },
        ...(directory !== undefined && { directory }),
      },
      context,
    );
  },
});
