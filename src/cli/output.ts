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
  /** What was asked for; ends as given. */
  data(text: string): void;
  /** A line for the person watching. */
  note(line: string): void;
  /** A line that the next note or status replaces; nothing off a terminal. */
  status(line: string): void;
}

interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const eraseLine = '\r\u001b[2K';

/** Writes to the given streams, usually those of the process. */
export function createOutput(stdout: Stream, stderr: Stream): Output {
  const errFacts = factsOf(stderr);
  let pending = false;
  const clear = () => (pending ? eraseLine : '');
  return {
    stdout: factsOf(stdout),
    stderr: errFacts,
    data(text) {
      if (pending) stderr.write(clear());
      pending = false;
      stdout.write(text);
    },
    note(line) {
      stderr.write(`${clear()}${line}\n`);
      pending = false;
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
