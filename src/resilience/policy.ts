/** Work that ends early when its signal says so. */
export type Work<T> = (signal: AbortSignal) => Promise<T>;

/**
 * One way to run work: bounded in time, one of few at once. Policies compose by running one another.
 * They are our own since the packages that offer them read the clock themselves, have no full jitter,
 * know nothing of Retry-After, and let more than the limit through a sliding window.
 */
export type Policy = <T>(work: Work<T>, signal: AbortSignal) => Promise<T>;
