/** A stream that may be a terminal. */
export interface ScreenStream {
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
  on?(event: 'resize', listener: () => void): unknown;
  off?(event: 'resize', listener: () => void): unknown;
}

export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

const controlSequence = '\u001b[';
const hideCursor = `${controlSequence}?25l`;
const showCursor = `${controlSequence}?25h`;
// A line that turns out too long, e.g. where a character is wider than thought, is cut off instead of breaking the frame.
const stopWrapping = `${controlSequence}?7l`;
const startWrapping = `${controlSequence}?7h`;
// Before the line and not after it: without wrapping the cursor stays on the last character of a full line.
const eraseLine = `${controlSequence}2K`;
const eraseBelow = `${controlSequence}J`;
const eraseAll = `${controlSequence}2J${controlSequence}H`;

/** The part of a terminal that is drawn again and again in one place. What others write stays above it. */
export class Screen {
  readonly #stream: ScreenStream;
  #lines: readonly string[] = [];
  #entered = false;
  /** How many lines of it are on the terminal; the cursor stands below them. */
  #height = 0;

  constructor(stream: ScreenStream) {
    this.#stream = stream;
  }

  get size(): ScreenSize {
    const { columns = 80, rows = 24 } = this.#stream;
    return { columns, rows };
  }

  /** Draws these lines in place of the last; at most as many as the terminal has rows, less one. */
  draw(lines: readonly string[]): void {
    this.#lines = lines.slice(0, Math.max(0, this.size.rows - 1));
    const before = this.#entered ? '' : hideCursor + stopWrapping;
    this.#entered = true;
    this.#stream.write(`${before}${this.#toTop()}${this.#text()}`);
  }

  /** Lets somebody else write whole lines, above what is drawn. */
  above(write: () => void): void {
    if (this.#height === 0) {
      write();
      return;
    }
    this.#stream.write(`${this.#toTop()}${eraseBelow}${startWrapping}`);
    this.#height = 0;
    write();
    this.#stream.write(`${stopWrapping}${this.#text()}`);
  }

  /** Calls back when the size has changed; what was drawn is gone by then, since the terminal may have moved it. */
  onResize(listener: () => void): () => void {
    const resized = () => {
      this.#stream.write(eraseAll);
      this.#height = 0;
      listener();
    };
    this.#stream.on?.('resize', resized);
    return () => void this.#stream.off?.('resize', resized);
  }

  /** Leaves what is drawn where it is and gives the cursor back. Safe to call at any time. */
  leave(): void {
    if (this.#entered) this.#stream.write(`${startWrapping}${showCursor}`);
    this.#entered = false;
    this.#height = 0;
    this.#lines = [];
  }

  #toTop(): string {
    return this.#height === 0 ? '\r' : `${controlSequence}${this.#height}F`;
  }

  #text(): string {
    this.#height = this.#lines.length;
    return `${this.#lines.map((line) => `${eraseLine}${line}\n`).join('')}${eraseBelow}`;
  }
}
