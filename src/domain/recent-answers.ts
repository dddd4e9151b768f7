/** Answers of the last three days, and how many of them were too slow. */
export interface AnswerCounts {
  readonly answers: number;
  readonly slow: number;
}

const minuteMs = 60_000;

// Each stretch that is asked for is counted in pieces of a twelfth of it or less, down to a minute.
const resolutions = [
  { pieceMs: minuteMs, pieces: 60 },
  { pieceMs: 5 * minuteMs, pieces: 72 },
  { pieceMs: 60 * minuteMs, pieces: 72 },
] as const;

/** Counts the answers of the last three days in under a kilobyte. Instants are epoch ms, in any order. */
export class RecentAnswers {
  /** Made with the first answer: of most services no time is promised. */
  #rings: readonly Ring[] = [];
  #lastSlowAt = Number.NEGATIVE_INFINITY;

  add(at: number, isSlow: boolean): void {
    this.addMany(at, { answers: 1, slow: isSlow ? 1 : 0 });
  }

  /** Of about that instant. */
  addMany(at: number, counts: AnswerCounts): void {
    if (counts.slow > 0) this.#lastSlowAt = Math.max(this.#lastSlowAt, at);
    if (this.#rings.length === 0) this.#rings = resolutions.map((resolution) => new Ring(resolution));
    for (const ring of this.#rings) ring.add(at, counts);
  }

  /** Whether any since then was too slow. */
  isAnySlowSince(at: number): boolean {
    return this.#lastSlowAt > at;
  }

  /** Those of the last so many ms, to a piece. */
  over(windowMs: number, nowAt: number): AnswerCounts {
    const fitting = this.#rings.find(({ spanMs }) => windowMs <= spanMs) ?? this.#rings.at(-1);
    return fitting?.over(windowMs, nowAt) ?? { answers: 0, slow: 0 };
  }
}

/** Counts by pieces of time; what is older than the ring is long makes place. */
class Ring {
  readonly spanMs: number;
  readonly #pieceMs: number;
  /** The number of the piece that each place holds. */
  readonly #numbers: Uint32Array;
  readonly #answers: Uint16Array;
  readonly #slow: Uint16Array;

  constructor({ pieceMs, pieces }: { readonly pieceMs: number; readonly pieces: number }) {
    this.#pieceMs = pieceMs;
    this.spanMs = pieceMs * pieces;
    // One more for the piece that the window begins in.
    this.#numbers = new Uint32Array(pieces + 1);
    this.#answers = new Uint16Array(pieces + 1);
    this.#slow = new Uint16Array(pieces + 1);
  }

  add(at: number, { answers, slow }: AnswerCounts): void {
    const number = Math.floor(at / this.#pieceMs);
    const place = number % this.#numbers.length;
    const held = this.#numbers[place] ?? 0;
    if (number < held) return;
    const isHeld = number === held;
    this.#numbers[place] = number;
    this.#answers[place] = (isHeld ? (this.#answers[place] ?? 0) : 0) + answers;
    this.#slow[place] = (isHeld ? (this.#slow[place] ?? 0) : 0) + slow;
  }

  over(windowMs: number, nowAt: number): AnswerCounts {
    const after = Math.floor((nowAt - windowMs) / this.#pieceMs);
    const last = Math.floor(nowAt / this.#pieceMs);
    let answers = 0;
    let slow = 0;
    for (let number = Math.max(after + 1, last - this.#numbers.length + 1); number <= last; number += 1) {
      const place = number % this.#numbers.length;
      if (this.#numbers[place] !== number) continue;
      answers += this.#answers[place] ?? 0;
      slow += this.#slow[place] ?? 0;
    }
    return { answers, slow };
  }
}
