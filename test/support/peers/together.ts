/** Something that runs until it is stopped. */
interface Running {
  stop(): unknown;
}

/** Remembers what is being started, and hands it back. */
export type Keep = <Server extends Running>(starting: Promise<Server>) => Promise<Server>;

/**
 * Starts what consists of several servers. Resolves with what the work resolves with and a `stop` that ends all that it kept,
 * the last one first; where the work rejects, that is done before the rejection is passed on, so that no server is left.
 */
export async function startTogether<Parts extends object>(
  work: (keep: Keep) => Promise<Parts>,
): Promise<Parts & { stop(): Promise<void> }> {
  const kept: Promise<Running>[] = [];
  const stop = () => stopAll(kept);
  try {
    const parts = await work((starting) => {
      kept.push(starting);
      return starting;
    });
    return { ...parts, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits for those that are still starting, too. */
async function stopAll(kept: readonly Promise<Running>[]): Promise<void> {
  const ended = await Promise.allSettled(kept);
  for (const server of ended.toReversed()) {
    if (server.status === 'fulfilled') await server.value.stop();
  }
}
