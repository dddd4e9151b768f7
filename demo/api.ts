/** svcmon's REST API, as the demo reads it. */
export interface Api {
  /** The JSON at a path below /api/v1. */
  get<Answer>(path: string): Promise<Answer>;
  /** The name of each server-sent event, as it comes. */
  events(): AsyncGenerator<string>;
}

/** Asks the svcmon that listens at the address, until the signal aborts. */
export function createApi(address: string, signal: AbortSignal): Api {
  const ask = async (path: string) => {
    const response = await fetch(`${address}/api/v1${path}`, { signal });
    if (!response.ok) throw new Error(`GET /api/v1${path} answers with status ${response.status}`);
    return response;
  };
  return {
    // What it is, its OpenAPI document says.
    get: async <Answer>(path: string) => (await (await ask(path)).json()) as Answer,
    async *events() {
      const { body } = await ask('/events');
      const decoder = new TextDecoder();
      let rest = '';
      for await (const bytes of body ?? []) {
        const [last = '', ...blocks] = `${rest}${decoder.decode(bytes, { stream: true })}`.split('\n\n').reverse();
        rest = last;
        for (const block of blocks.reverse()) {
          const name = /^event: (.+)$/m.exec(block)?.[1];
          if (name !== undefined) yield name;
        }
      }
    },
  };
}
