import { describe, expect, test } from 'vitest';
import { createLog } from '../../src/cli/log.ts';
import { createRedactor } from '../../src/domain/redaction.ts';

function logged(format: 'json' | 'text') {
  const lines: string[] = [];
  const redact = createRedactor(['hunter2', 'quo"ted']);
  const log = createLog({
    format,
    write: (line) => lines.push(line),
    redact,
    now: () => Date.UTC(2026, 10, 21, 19, 36),
  });
  return { log, lines };
}

describe('the log', () => {
  test('is one JSON object an entry', () => {
    const { log, lines } = logged('json');
    log.warn('a message was refused', { channel: 'ops', attempts: 2 });
    log.fatal('stuck');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        level: 'warn',
        time: '2026-11-21T19:36:00.000Z',
        pid: process.pid,
        channel: 'ops',
        attempts: 2,
        message: 'a message was refused',
      },
      { level: 'fatal', time: '2026-11-21T19:36:00.000Z', pid: process.pid, message: 'stuck' },
    ]);
  });

  test('is lines for people, long facts below', () => {
    const { log, lines } = logged('text');
    log.error('not reloaded', { count: 2, why: 'two words', problems: 'first\nsecond' });
    expect(lines[0]?.slice(9)).toBe('error not reloaded  count=2 why="two words"\n  first\n  second');
  });

  test.each(['json', 'text'] as const)('holds no secret as %s', (format) => {
    const { log, lines } = logged(format);
    log.info('asked http://u:hunter2@host', { text: 'say "hunter2" and quo"ted', more: 'a\nhunter2' });
    expect(lines.join()).not.toContain('hunter2');
    expect(lines.join()).not.toContain('quo');
  });

  test('cannot be forged by what it tells of', () => {
    const { log, lines } = logged('text');
    log.warn('x', { text: 'a\u001b[31m', name: 'b\r' });
    expect(lines.join()).toMatch(/^[\x20-\x7e]*$/);
  });
});
