import { z } from 'zod';
import { authKey } from '../../auth/registry.ts';
import type { Assertion } from '../../domain/assertion.ts';
import { assertionEntry, toAssertionSource } from '../../domain/assertion-entry.ts';
import { compileAssertion } from '../../domain/compile-assertion.ts';
import { compileValue, type ValueExpression } from '../../domain/compile-value.ts';
import { headerKeys } from '../../http/request-keys.ts';
import { httpFacts } from '../facts/http-facts.ts';
import { httpKeys } from './http-options.ts';
import { httpVersionKey } from './http-version-key.ts';
import { ipFamilyKey, resolverKey } from './network-keys.ts';
import { phaseTimeoutsKey } from './phase-timeouts-key.ts';
import { noProxyKey, proxyKey } from './proxy-keys.ts';
import { tlsKeys } from './tls-keys.ts';

const compiledAssertion = assertionEntry.transform((entry, context): Assertion => {
  const compiled = compileAssertion(toAssertionSource(entry), httpFacts);
  if (compiled.ok) return compiled.assertion;
  context.addIssue({ code: 'custom', message: compiled.problem.message, input: entry });
  return z.NEVER;
});

const capturedValue = z.string().transform((expr, context): ValueExpression => {
  const compiled = compileValue(expr, httpFacts);
  if (compiled.ok) return compiled.expression;
  context.addIssue({ code: 'custom', message: compiled.problem.message, input: expr });
  return z.NEVER;
});

const stepKeys = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[^\p{Cc}]*$/u, { error: 'must not contain control characters' })
    .describe('Unique within the flow; `steps.NAME` in the assertions of the service.'),
  ...httpKeys.omit({ each_address: true, robots: true }).shape,
  assertions: z
    .array(compiledAssertion)
    .default([])
    .describe('CEL expressions over the answer of this step, as for a service of type http; all must hold.'),
  capture: z
    .record(z.string().regex(/^[A-Za-z_]\w*$/, { error: 'expected a name of letters, digits and _' }), capturedValue)
    .default({})
    .describe('Values taken from the answer by a CEL expression, for `{{NAME}}` in the steps after it.'),
  always: z
    .boolean()
    .default(false)
    .describe('Also taken when a step before it has failed: to clean up, or to log out.'),
});

/** The keys of a flow beside those that every service has. */
export const flowKeys = z.strictObject({
  steps: z.array(stepKeys).min(1).max(50).describe('The requests, one after another; they share cookies.'),
  headers: headerKeys().optional().describe('Header fields of every step.'),
  auth: authKey().optional().describe('How steps without an `auth` of their own prove who they are from.'),
  tls: tlsKeys().optional().describe('How steps without a `tls` of their own make a TLS connection.'),
  http_version: httpVersionKey().meta({
    description: 'The `http_version` of steps without one of their own.',
    'x-svcmon-default': '1.1',
  }),
  timeouts: phaseTimeoutsKey().optional().describe('The `timeouts` of steps without any of their own.'),
  proxy: proxyKey().describe('The proxy of steps without one of their own.'),
  no_proxy: noProxyKey().describe('The `no_proxy` of steps without one of their own.'),
  ip_family: ipFamilyKey(),
  resolver: resolverKey().optional(),
});

/** The options of a flow, as parsed. */
export type FlowOptions = z.output<typeof flowKeys>;

/** One step of a flow, as parsed. */
export type StepOptions = FlowOptions['steps'][number];
