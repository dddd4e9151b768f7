/** AbortControllers that serve one piece of work after another. */
export interface Controllers {
  take(): AbortController;
  /** Once the work is over and nobody listens to the signal any more. One that has fired is not used again. */
  giveBack(controller: AbortController): void;
}

/**
 * Keeps as many as were in use at once. For every signal of Node.js V8 makes a hidden class of its own, in the part of the
 * heap that is cleaned last: with a new one for every check the heap grows several times as large, and so do its pauses.
 */
export function createControllers(): Controllers {
  const spare: AbortController[] = [];
  return {
    take: () => spare.pop() ?? reusable(),
    giveBack(controller) {
      if (!controller.signal.aborted) spare.push(controller);
    },
  };
}

/** With one listener that stays: without any, Node.js would make the signal's list anew each time. */
function reusable(): AbortController {
  const controller = new AbortController();
  controller.signal.addEventListener('abort', () => undefined);
  return controller;
}
