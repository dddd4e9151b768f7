import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { createOutput } from '../../src/cli/output.ts';
import { Screen } from '../../src/cli/screen.ts';

/** A terminal of 20 by 6 that understands the few sequences a screen uses, and shows what stands on it. */
class Terminal extends EventEmitter {
  columns = 20;
  rows = 6;
  readonly isTTY = true;
  readonly lines: string[] = [''];
  cursorVisible = true;
  wraps = true;
  #row = 0;
  #column = 0;

  write(text: string): void {
    for (const [sequence] of text.matchAll(/\u001b\[[?\d;]*[A-Za-z]|[\s\S]/g)) this.#take(sequence);
  }

  #take(sequence: string): void {
    const [, count = '1', command] = /^\u001b\[(\d*)([A-Z])$/.exec(sequence) ?? [];
    if (command === 'F') [this.#row, this.#column] = [Math.max(0, this.#row - Number(count || 1)), 0];
    else if (command === 'K') this.lines[this.#row] = '';
    else if (command === 'J' && count === '2') this.lines.splice(0, this.lines.length, '');
    else if (command === 'J') this.#eraseBelow();
    else if (command === 'H') [this.#row, this.#column] = [0, 0];
    else if (sequence === '\u001b[?25l' || sequence === '\u001b[?25h') this.cursorVisible = sequence.endsWith('h');
    else if (sequence === '\u001b[?7l' || sequence === '\u001b[?7h') this.wraps = sequence.endsWith('h');
    else if (sequence === '\r') this.#column = 0;
    else if (sequence === '\n') [this.#row, this.#column] = [this.#row + 1, 0];
    else this.#put(sequence);
    this.lines[this.#row] ??= '';
  }

  #put(character: string): void {
    const line = (this.lines[this.#row] ?? '').padEnd(this.#column);
    this.lines[this.#row] = line.slice(0, this.#column) + character + line.slice(this.#column + 1);
    this.#column += 1;
  }

  #eraseBelow(): void {
    this.lines[this.#row] = (this.lines[this.#row] ?? '').slice(0, this.#column);
    this.lines.length = this.#row + 1;
  }
}

describe('a screen', () => {
  test('draws in place, also fewer lines than before', () => {
    const terminal = new Terminal();
    const screen = new Screen(terminal);
    screen.draw(['one', 'two', 'three']);
    screen.draw(['uno', 'dos']);
    expect(terminal.lines).toEqual(['uno', 'dos', '']);
  });

  test('never draws more lines than fit above the cursor', () => {
    const terminal = new Terminal();
    new Screen(terminal).draw(['1', '2', '3', '4', '5', '6', '7']);
    expect(terminal.lines).toEqual(['1', '2', '3', '4', '5', '']);
  });

  test('lets others write above it', () => {
    const terminal = new Terminal();
    const screen = new Screen(terminal);
    screen.draw(['view']);
    screen.above(() => terminal.write('a note\n'));
    screen.draw(['view 2']);
    expect(terminal.lines).toEqual(['a note', 'view 2', '']);
    expect(terminal.wraps).toBe(false);
  });

  test('starts afresh when the size has changed', () => {
    const terminal = new Terminal();
    const screen = new Screen(terminal);
    screen.draw(['view']);
    terminal.columns = 10;
    const forget = screen.onResize(() => screen.draw([`${screen.size.columns} columns`]));
    terminal.emit('resize');
    expect(terminal.lines).toEqual(['10 columns', '']);
    forget();
    expect(terminal.listenerCount('resize')).toBe(0);
  });

  test('hides the cursor while it is drawn and gives it back, once', () => {
    const terminal = new Terminal();
    const screen = new Screen(terminal);
    screen.draw(['view']);
    expect(terminal.cursorVisible).toBe(false);
    screen.leave();
    expect([terminal.cursorVisible, terminal.wraps, terminal.lines]).toEqual([true, true, ['view', '']]);
    const before = terminal.lines.join();
    screen.leave();
    expect(terminal.lines.join()).toBe(before);
  });
});

test('notes of a terminal that shows a view come above the view', () => {
  const terminal = new Terminal();
  const output = createOutput(terminal, terminal);
  output.screen?.draw(['view']);
  output.note('warning: late');
  expect(terminal.lines).toEqual(['warning: late', 'view', '']);
});

test('there is no screen where stdout is no terminal', () => {
  expect(createOutput({ write: () => true }, new Terminal()).screen).toBeUndefined();
});
