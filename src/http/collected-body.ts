// A body of single bytes would keep the event loop to itself.
const mostChunks = 16_384;
const nothing = Buffer.alloc(0);

/** The body of an answer as it comes in, up to a number of bytes and at most 16,384 pieces. */
export class CollectedBody {
  readonly #maxBytes: number;
  readonly #chunks: Buffer[] = [];
  #received = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Takes a piece; true when no more is wanted. */
  take(chunk: Buffer): boolean {
    const room = this.#maxBytes - this.#received;
    this.#received += chunk.length;
    this.#chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
    return chunk.length > room || this.#chunks.length === mostChunks;
  }

  /** Bytes that came. */
  get received(): number {
    return this.#received;
  }

  /** Whether there was more than was taken. */
  get truncated(): boolean {
    return this.#received > this.#maxBytes || this.#chunks.length === mostChunks;
  }

  get bytes(): Buffer {
    return this.#chunks.length === 1 ? (this.#chunks[0] ?? nothing) : Buffer.concat(this.#chunks);
  }
}
