const mostTold = 20;

/** The lines of a file that cannot be used. */
export class ProblemList {
  readonly #told: string[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(line: number, problem: string): void {
    this.#count += 1;
    if (this.#told.length < mostTold) this.#told.push(`line ${line}: ${problem}`);
  }

  /** The first twenty, and how many there are beside them. */
  lines(): readonly string[] {
    const more = this.#count - this.#told.length;
    return more === 0 ? this.#told : [...this.#told, `… and ${more} more`];
  }
}
