import type { z } from 'zod';
import type { Clock } from '../domain/clock.ts';
import type { Notification } from '../domain/notification.ts';
import type { HttpClient } from '../http/client.ts';

/** What became of one sending. The channel says whether a retry makes sense; the delivery decides how. */
export type Delivery =
  | { readonly outcome: 'delivered'; readonly detail?: string }
  | { readonly outcome: 'retry'; readonly reason: string; readonly retryAfterMs?: number }
  | { readonly outcome: 'rejected'; readonly reason: string };

export interface ChannelContext {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** The code that speaks to one kind of destination. */
export interface Channel<Type extends string = string, Shape extends z.core.$ZodShape = z.core.$ZodShape> {
  readonly type: Type;
  /** One sentence for the documentation. */
  readonly summary: string;
  /** Makes one request per service: best given one service at a time, so that what was accepted is not sent again when the next is refused. */
  readonly oneByOne?: true;
  /** Has a state for what somebody has taken on: is told of acknowledgements, which no other channel is. */
  readonly acknowledges?: true;
  /** What it speaks to keeps alerts open until they end, and people do not read it: takes no reports. */
  readonly alertsOnly?: true;
  /** The keys of a channel of this type, beside `name` and `type`. */
  readonly options: z.ZodObject<Shape, z.core.$strict>;
  /** Sends once; never rejects for what the world does. No reason names a secret. */
  send(notification: Notification, options: z.output<z.ZodObject<Shape>>, context: ChannelContext): Promise<Delivery>;
}

/** Gives a channel its types; the value comes back unchanged. */
export function defineChannel<const Type extends string, Shape extends z.core.$ZodShape>(
  channel: Channel<Type, Shape>,
): Channel<Type, Shape> {
  return channel;
}

/** A channel joined to its options: what the delivery sends through. */
export interface BoundChannel {
  readonly type: string;
  readonly oneByOne?: true;
  readonly acknowledges?: true;
  readonly alertsOnly?: true;
  send(notification: Notification, context: ChannelContext): Promise<Delivery>;
}

/** Joins a channel to parsed options. */
export function bindChannel<Type extends string, Shape extends z.core.$ZodShape>(
  channel: Channel<Type, Shape>,
  options: z.output<z.ZodObject<Shape>>,
): BoundChannel {
  return {
    type: channel.type,
    ...(channel.oneByOne !== undefined && { oneByOne: channel.oneByOne }),
    ...(channel.acknowledges !== undefined && { acknowledges: channel.acknowledges }),
    ...(channel.alertsOnly !== undefined && { alertsOnly: channel.alertsOnly }),
    send: (notification, context) => channel.send(notification, options, context),
  };
}
