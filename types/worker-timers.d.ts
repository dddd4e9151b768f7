// The timers of browsers' workers, which mqtt's types name: their own types need those of a browser.
export const setInterval: (work: () => void, ms: number) => number;
export const clearInterval: (id: number) => void;
