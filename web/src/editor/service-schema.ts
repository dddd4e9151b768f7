import address from '../../../config/services.schema.json?url';
import type { JsonSchema } from './json-schema.ts';

let reading: Promise<JsonSchema | undefined> | undefined;

/** What an entry of services.yaml has to look like; undefined where that cannot be read: the server has the last word anyway. */
export function readServiceSchema(): Promise<JsonSchema | undefined> {
  reading ??= read().catch(() => {
    reading = undefined;
    return undefined;
  });
  return reading;
}

async function read(): Promise<JsonSchema | undefined> {
  const file = (await (await fetch(address)).json()) as JsonSchema;
  return file.properties?.services?.items;
}
