import type { Channel } from './channel.ts';
import { file } from './file.ts';
import { slack } from './slack.ts';

/** Every kind of channel; a new one adds its line here. */
export const channels = [slack, file] as const satisfies readonly Channel[];
