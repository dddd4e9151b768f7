/** Time as an effect: the wall clock labels, the monotonic clock measures. Passed in; only the composition root builds a real one. */
export interface Clock {
  /** Epoch ms. May jump; used for labels only. */
  now(): number;
  /** Ms since some fixed point; never goes back. Used for every duration and schedule. */
  monotonic(): number;
}
