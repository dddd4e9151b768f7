import { z } from 'zod';
import { longestName } from '../../config/service-schema.ts';
import { notFound, ok } from '../answer.ts';
import { pageOf } from '../page.ts';
import { channelPageSchema, channelTestSchema, messagePageSchema } from '../resources/alert.ts';
import { pageQuery } from '../resources/page.ts';
import { defineRoute } from '../route.ts';

const nothing = z.object({});
const states = ['pending', 'delivered', 'rejected', 'replaced', 'dropped'] as const;

/** Lists messages. */
export const listAlerts = defineRoute({
  operationId: 'listAlerts',
  tag: 'alerts',
  methods: ['GET'],
  path: '/alerts',
  summary: 'Messages to channels and what became of them, newest first.',
  description: 'Of the last 20,000.',
  scope: 'read',
  params: nothing,
  query: z.object({
    ...pageQuery,
    channel: z.string().optional().describe('Only those to this channel.'),
    state: z.enum(states).optional().describe('Only those that stand so.'),
  }),
  answers: { 200: { means: 'a page of messages', body: messagePageSchema } },

  async handle({ query: { channel, state, ...page } }, { alerts }) {
    const query = { ...(channel !== undefined && { channel }), ...(state !== undefined && { state }) };
    return ok(pageOf(await alerts.messages(query), page, ({ id }) => id));
  },
});

/** Lists channels. */
export const listChannels = defineRoute({
  operationId: 'listChannels',
  tag: 'alerts',
  methods: ['GET'],
  path: '/channels',
  summary: 'Channels and how they fare: those that are configured, and others that are still owed something.',
  scope: 'read',
  params: nothing,
  query: z.object(pageQuery),
  answers: { 200: { means: 'a page of channels', body: channelPageSchema } },

  async handle({ query }, { alerts }) {
    return ok(pageOf(await alerts.channels(), query, ({ name }) => name));
  },
});

/** Sends a test message. */
export const testChannel = defineRoute({
  operationId: 'testChannel',
  tag: 'alerts',
  methods: ['POST'],
  path: '/channels/:name/test',
  summary: 'Send a message through a channel that is marked as a test, and its end.',
  scope: 'admin',
  params: z.object({ name: z.string().min(1).max(longestName).describe('The name of the channel, URL-encoded.') }),
  query: nothing,
  answers: { 200: { means: 'what became of it', body: channelTestSchema } },

  async handle({ params: { name }, by, signal }, { alerts }) {
    const tested = await alerts.test(name, by.name, signal);
    return tested === undefined ? notFound(`no channel is named ${JSON.stringify(name)}`) : ok(tested);
  },
});
