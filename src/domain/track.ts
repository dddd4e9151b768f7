import type { Status } from './status.ts';

/** A stretch of time over which the results of one service say the same. Instants are epoch ms. */
export interface TrackSpan {
  /** When the first of them began. */
  readonly fromAt: number;
  /** Until when the last of them holds, unless another follows before. */
  readonly toAt: number;
  readonly status: Status;
  /** Why nothing is known; present where the status is `unknown`. */
  readonly reason?: string;
  /** How many results looked; 0 where the reason says why none did. */
  readonly looks: number;
}

/** What results say over time: spans in the order of time, none of which overlap. Between them nothing is known. */
export type Track = readonly TrackSpan[];

/** The parts of a result that a track is made of. */
export interface TrackedResult {
  readonly startedAt: number;
  readonly status: Status;
  readonly reason: string;
  /** None where nothing was asked: the circuit was open, or the time for it passed. */
  readonly attempts: number;
  /** Of the service at that time, ms. */
  readonly intervalMs: number;
}

// One result that does not come is late; the second is missing.
const heldIntervals = 2;

/** Goes on where a track ends. Results may come one by one or in tracks of their own: what comes out is the same. */
export class TrackWriter {
  readonly #spans: TrackSpan[] = [];

  /** None may begin before the one that was added before. */
  add({ startedAt, status, reason, attempts, intervalMs }: TrackedResult): void {
    const looks = attempts > 0 ? 1 : 0;
    const held = { fromAt: startedAt, toAt: startedAt + heldIntervals * intervalMs, looks };
    this.#append(status === 'unknown' ? { status, reason, ...held } : { status, ...held });
  }

  /** Of later results. */
  join(track: Track): void {
    for (const span of track) this.#append(span);
  }

  finish(): Track {
    return this.#spans;
  }

  #append(span: TrackSpan): void {
    if (span.looks > 0) this.#lookAgain(span);
    else this.#notLook(span);
  }

  /** A look takes the place of whatever is still held. */
  #lookAgain(span: TrackSpan): void {
    const spans = this.#spans;
    let last = spans.at(-1);
    while (last !== undefined && last.fromAt >= span.fromAt) {
      spans.pop();
      last = spans.at(-1);
    }
    if (last !== undefined && last.toAt > span.fromAt) {
      last = { ...last, toAt: span.fromAt };
      spans[spans.length - 1] = last;
    }
    this.#push(span, last);
  }

  /** Where nothing was asked, what was seen last holds for as long as it would have anyway. */
  #notLook(span: TrackSpan): void {
    const last = this.#spans.at(-1);
    const fromAt = Math.max(span.fromAt, last?.toAt ?? span.fromAt);
    if (fromAt < span.toAt) this.#push({ ...span, fromAt }, last);
  }

  #push(span: TrackSpan, last: TrackSpan | undefined): void {
    if (last !== undefined && goesOn(last, span)) {
      this.#spans[this.#spans.length - 1] = { ...last, toAt: span.toAt, looks: last.looks + span.looks };
    } else {
      this.#spans.push(span);
    }
  }
}

function goesOn(last: TrackSpan, span: TrackSpan): boolean {
  const sameKind = last.looks > 0 === span.looks > 0;
  return sameKind && last.toAt === span.fromAt && last.status === span.status && last.reason === span.reason;
}

/** The track of results in the order of time: each holds until the next look, and for two intervals at most. */
export function trackOf(results: Iterable<TrackedResult>): Track {
  const writer = new TrackWriter();
  for (const result of results) writer.add(result);
  return writer.finish();
}
