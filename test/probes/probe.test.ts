import { expect, test } from 'vitest';
import { z } from 'zod';
import { bindProbe, defineProbe } from '../../src/probes/probe.ts';
import { probeContext } from '../support/probe-context.ts';
import { realClock } from '../support/real-clock.ts';

const echo = defineProbe({
  type: 'echo',
  summary: 'Says what it was told.',
  options: z.strictObject({ host: z.string(), safe: z.boolean() }),
  facts: {},
  target: ({ host }) => `${host}:7`,
  host: ({ host }) => host,
  idempotent: ({ safe }) => safe,
  observe: async ({ host }, { clock }) => ({
    type: 'tcp',
    responseTimeMs: clock.monotonic(),
    phases: {},
    answer: host,
  }),
});

const context = probeContext({ clock: { ...realClock, monotonic: () => 42 } });

test('a probe bound to its options knows target, host and harmlessness, and looks with them', async () => {
  const bound = bindProbe(echo, { host: 'db.internal', safe: false });
  expect(bound).toMatchObject({ type: 'echo', target: 'db.internal:7', host: 'db.internal', idempotent: false });
  expect(await bound.observe(context)).toEqual({ type: 'tcp', responseTimeMs: 42, phases: {}, answer: 'db.internal' });
  expect(bindProbe(echo, { host: 'a', safe: true }).idempotent).toBe(true);
});
