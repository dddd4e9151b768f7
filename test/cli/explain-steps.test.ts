import { expect, test } from 'vitest';
import { explainEndpoint } from '../../src/cli/explain-endpoint.ts';
import type { Detail } from '../../src/domain/observation.ts';
import { checkResult } from '../support/check-result.ts';

const look = { color: false, width: 80, unicode: true, table: {} };

const login = {
  name: 'login',
  method: 'POST',
  url: 'https://shop.example/login',
  status: 200,
  response_time: 40,
  captured: ['token', 'id'],
};
const cart = { name: 'cart', method: 'GET', url: 'https://shop.example/c/{{id}}', status: 200, response_time: 20 };
const proven = { ...cart, proof: 'basic: as ann' };
const gone = { name: 'pay', method: 'POST', url: 'https://pay.example/', reason: 'connection_refused' };

function flowOf(details: { readonly [name: string]: Detail }) {
  const observation = {
    responseTimeMs: 100,
    phases: { connect: 10, wait: 50 },
    statusCode: 503,
    address: '192.0.2.1',
    details,
  };
  return checkResult({ type: 'flow', target: 'https://shop.example/login', observation });
}

test('a flow is explained step by step, and not by the answer of one of them', () => {
  expect(explainEndpoint(flowOf({ steps: [login, cart] }), look)).toContain(`
Steps
  ✓ login  POST  https://shop.example/login     200  40 ms  captured token, id
  ✓ cart   GET   https://shop.example/c/{{id}}  200  20 ms

Timing
  login      40 ms  ━━━━━━━━━━━━━━━━━━━━━━━━
  cart       20 ms                          ━━━━━━━━━━━━
  between    40 ms  steps: judging the answers
  total     100 ms
`);
  expect(explainEndpoint(flowOf({ steps: [login, cart] }), look)).not.toMatch(/Request|Answer|Address|connect/);
});

test('of a flow that failed, the answer of the step that did is shown, and the steps that were left out', () => {
  const text = explainEndpoint(flowOf({ steps: [login, gone], failed_step: 'pay', skipped: ['mail'] }), look);
  expect(text).toContain('✕ pay    POST  https://pay.exam…  connection_refused      –');
  expect(text).toMatch(/Answer {7}503/);
  expect(text).toMatch(/Address {6}192\.0\.2\.1/);
  expect(text).toMatch(/Failed step {2}pay\n {2}Skipped {6}mail/);
});

test.each([
  [
    'once where it was the same for all',
    [proven, { ...login, proof: proven.proof }],
    ['  Auth        basic: as ann\n'],
  ],
  [
    'for each step where they differ',
    [proven, { ...login, proof: 'bearer: token as configured' }],
    ['  Auth        cart: basic: as ann\n              login: bearer: token as configured\n'],
  ],
])('how it was proven who asks is told %s', (_name, steps, parts) => {
  const text = explainEndpoint(flowOf({ steps }), look);
  for (const part of parts) expect(text).toContain(part);
  expect(text).toContain('steps: proving who asks, and judging');
});

test('hostile names of steps neither escape nor make lines too wide', () => {
  const hostile = { ...login, name: `\u001b[2J${'長'.repeat(60)}`, url: `https://${'x'.repeat(300)}/\u009b` };
  const lines = explainEndpoint(flowOf({ steps: [hostile] }), look).split('\n');
  expect(lines.join('')).not.toMatch(/[\u001b\u009b]/);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
});
