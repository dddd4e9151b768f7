import { expect, test } from 'vitest';
import { interruption } from '../../src/http/interruption.ts';

test.each([
  [new DOMException('late', 'TimeoutError'), 'timeout', 'no complete answer within the timeout: resolving a.example'],
  [new DOMException('stop', 'AbortError'), 'interrupted', 'stopped before the answer: resolving a.example'],
  ['stop', 'interrupted', 'stopped before the answer: resolving a.example'],
])('a signal that fired for %s means %s', (cause, reason, message) => {
  expect(interruption(AbortSignal.abort(cause), 'resolving a.example')).toMatchObject({ reason, message });
});
