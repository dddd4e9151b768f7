import { z } from 'zod';
import { count, instant } from '../../reporting/machine-schema.ts';
import { message } from '../../reporting/message-schema.ts';
import { pageOf } from './page.ts';

/** One message to one channel. */
export const messageSchema = z
  .strictObject(message.shape)
  .meta({ id: 'Message', description: 'One message to one channel about one alert, and what became of it.' });

export type MessageResource = z.infer<typeof messageSchema>;

/** A page of messages. */
export const messagePageSchema = pageOf('MessagePage', messageSchema);

/** A channel and how it fares. */
export const channelSchema = z
  .strictObject({
    name: z.string(),
    type: z.string().nullable().describe('null where it is not configured any more'),
    waiting: count.describe('messages that are still to be sent'),
    last_delivered_at: instant.nullable(),
    last_error: z.string().nullable().describe('why the last sending failed; null where one succeeded since'),
  })
  .meta({ id: 'Channel', description: 'A destination of alerts, and how it fares.' });

export type ChannelResource = z.infer<typeof channelSchema>;

/** A page of channels. */
export const channelPageSchema = pageOf('ChannelPage', channelSchema);

/** What became of a test message. */
export const channelTestSchema = z
  .strictObject({
    outcome: z.enum(['delivered', 'rejected', 'failed']).describe('`failed`: it may work later'),
    text: z.string().describe('what the other side said'),
  })
  .meta({ id: 'ChannelTest', description: 'What became of a test message.' });

export type ChannelTestResource = z.infer<typeof channelTestSchema>;
