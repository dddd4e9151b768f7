/**
 * Calls back when the signal fires, at most once; what it returns ends that. For signals that thousands listen to, one
 * after another: the signal's own list leaves those that left pointing at those that came later, so that the garbage of
 * one check, once it is old, holds on to that of all that follow.
 */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  const known = audiences.get(signal);
  const audience = known ?? new Audience();
  if (known === undefined) {
    audiences.set(signal, audience);
    signal.addEventListener('abort', audience);
  }
  return audience.add(listener);
}

const audiences = new WeakMap<AbortSignal, Audience>();

interface Seat {
  readonly listener: () => void;
  index: number;
}

class Audience {
  readonly #seats: Seat[] = [];

  add(listener: () => void): () => void {
    const seat: Seat = { listener, index: this.#seats.length };
    this.#seats.push(seat);
    return () => this.#leave(seat);
  }

  /** The signal's event. */
  handleEvent(): void {
    for (const { listener } of this.#seats.splice(0)) listener();
  }

  /** The last one moves to the seat that becomes free. */
  #leave(seat: Seat): void {
    if (this.#seats[seat.index] !== seat) return;
    const last = this.#seats.pop();
    if (last === undefined || last === seat) return;
    last.index = seat.index;
    this.#seats[seat.index] = last;
  }
}
