import { channels } from '../../src/channels/registry.ts';
import type { Config } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/load.ts';
import { formatProblem } from '../../src/config/problem.ts';
import { probes } from './kinds.ts';
import { memoryFiles } from './memory-files.ts';

/** What a configuration of this text came to: what is wrong with it, or itself. */
export interface Loaded {
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  readonly config?: Config;
}

/** Loads a text as `services.yaml`. */
export async function loadText(text: string, { intervalMs }: { readonly intervalMs?: number } = {}): Promise<Loaded> {
  const result = await loadConfig({
    path: 'services.yaml',
    environment: {},
    files: memoryFiles({ 'services.yaml': text }, { readableByOthers: false }),
    probes,
    channels,
    ...(intervalMs !== undefined && { intervalMs }),
  });
  if (!result.ok) return { problems: result.problems.map(formatProblem), warnings: [] };
  return { problems: [], warnings: result.config.warnings.map(formatProblem), config: result.config };
}

/** The configuration of a text that has no problem. */
export async function configOfText(text: string, options: { readonly intervalMs?: number } = {}): Promise<Config> {
  const { config, problems } = await loadText(text, options);
  if (config === undefined) throw new Error(problems.join('\n'));
  return config;
}

/** Two services, `checkout` of the group `shop` with `tier: "1"`, and `orders-db`; one a line. */
export const twoServices = [
  'services:',
  '  - { name: checkout, url: "https://a.example", group: shop, tags: { tier: "1" } }',
  '  - { name: orders-db, type: tcp, host: db, port: 5432 }',
  '',
].join('\n');
