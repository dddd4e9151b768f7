import { expect, test } from 'vitest';
import { createOutput } from '../../src/cli/output.ts';

function recorder(facts: { readonly isTTY?: boolean; readonly columns?: number } = {}) {
  const written: string[] = [];
  return { ...facts, written, write: (text: string) => written.push(text) };
}

test('data goes to stdout as it is, notes to stderr as lines', () => {
  const [stdout, stderr] = [recorder(), recorder()];
  const output = createOutput(stdout, stderr);
  output.data('{"a":1}');
  output.note('hello');
  expect([stdout.written, stderr.written]).toEqual([['{"a":1}'], ['hello\n']]);
});

test('a status line is nothing off a terminal', () => {
  const stderr = recorder();
  createOutput(recorder(), stderr).status('[1/2] …');
  expect(stderr.written).toEqual([]);
});

test('a status line is replaced by what comes next and never left behind', () => {
  const stderr = recorder({ isTTY: true, columns: 80 });
  const stdout = recorder({ isTTY: true, columns: 80 });
  const output = createOutput(stdout, stderr);
  output.status('one');
  output.status('two');
  output.data('table\n');
  output.note('done');
  const erase = '\r\u001b[2K';
  expect(stderr.written.join('')).toBe(`${erase}one${erase}two${erase}done\n`);
  expect(stdout.written).toEqual(['table\n']);
});

test('a terminal has a width, anything else has none', () => {
  const output = createOutput(recorder({ isTTY: true, columns: 100 }), recorder());
  expect([output.stdout.width, output.stderr.width]).toEqual([100, Number.POSITIVE_INFINITY]);
});
