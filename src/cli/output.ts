import { Screen, type ScreenStream } from './screen.ts';

/** What is known of one output stream. */
export interface StreamFacts {
  readonly isTTY: boolean;
  /** Columns of the terminal; Infinity when it is none, so that nothing is cut. */
  readonly width: number;
}

/** Where a command writes: data to stdout, everything else to stderr. */
export interface Output {
  readonly stdout: StreamFacts;
  readonly stderr: StreamFacts;
  /** The terminal behind stdout, for what is drawn in place; absent where it is none. */
  readonly screen?: Screen;
  /** What was asked for; ends as given. */
  data(text: string): void;
  /** Bytes of data that the reader has not taken yet. */
  backlog(): number;
  /** A line for the person watching. */
  note(line: string): void;
  /** A line that the next note or status replaces; nothing off a terminal. */
  status(line: string): void;
}

interface Stream extends ScreenStream {
  readonly isTTY?: boolean;
  readonly writableLength?: number;
}

const eraseLine = '\r\u001b[2K';

/** Writes to the given streams, usually those of the process. */
export function createOutput(stdout: Stream, stderr: Stream): Output {
  const errFacts = factsOf(stderr);
  const screen = stdout.isTTY === true ? new Screen(stdout) : undefined;
  let pending = false;
  const clear = () => (pending ? eraseLine : '');
  const note = (line: string) => {
    stderr.write(`${clear()}${line}\n`);
    pending = false;
  };
  return {
    stdout: factsOf(stdout),
    stderr: errFacts,
    ...(screen && { screen }),
    data(text) {
      if (pending) stderr.write(clear());
      pending = false;
      stdout.write(text);
    },
    backlog: () => stdout.writableLength ?? 0,
    note(line) {
      // Both may be the same terminal.
      if (screen !== undefined && errFacts.isTTY) screen.above(() => note(line));
      else note(line);
    },
    status(line) {
      if (!errFacts.isTTY) return;
      stderr.write(`${eraseLine}${line}`);
      pending = true;
    },
  };
}

function factsOf({ isTTY = false, columns }: Stream): StreamFacts {
  return { isTTY, width: isTTY ? (columns ?? 80) : Number.POSITIVE_INFINITY };
}
