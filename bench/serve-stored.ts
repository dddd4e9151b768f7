import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { buffer } from 'node:stream/consumers';
import { entry, startNode } from './child.ts';
import type { LoadTask } from './load.ts';

/** A bare server that knows one answer by heart. */
export interface StoredAnswer {
  readonly url: string;
  /** Of the body, as it is sent. */
  readonly bytes: number;
  stop(): Promise<void>;
}

/** Asks once, keeps the answer in that file, and serves it from the core that the monitor has. */
export async function serveStored(
  { url, headers }: Pick<LoadTask, 'url' | 'headers'>,
  file: string,
): Promise<StoredAnswer> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { agent: false, headers }, resolve).on('error', reject);
  });
  const body = await buffer(response);
  if (response.statusCode !== 200) throw new Error(`${url} answered ${response.statusCode}: ${body}`);
  await writeFile(file, body);
  const { 'content-type': type, 'content-encoding': encoding } = response.headers;
  const stored = { 'content-type': type, ...(encoding !== undefined && { 'content-encoding': encoding }) };
  const child = startNode([entry('stored-answer'), file, JSON.stringify(stored)], { core: 0 });
  const [port] = await once(createInterface(child.stdout), 'line');
  return {
    url: `http://127.0.0.1:${port}/`,
    bytes: body.length,
    async stop() {
      child.kill();
      await once(child, 'exit');
    },
  };
}
