import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { closeServer, listenLocally } from './listen.ts';

/** A receiver of what svcmon posts to a Slack incoming webhook (https://api.slack.com/messaging/webhooks). */
export interface Chat {
  readonly webhookUrl: string;
  /** What it received so far, oldest first: each message as lines, its attachments below its text. */
  readonly messages: readonly (readonly string[])[];
  stop(): Promise<void>;
}

interface SlackPost {
  readonly text?: string;
  readonly attachments?: readonly { readonly fields?: readonly { readonly title: string; readonly value: string }[] }[];
}

/** Starts it on a free port of 127.0.0.1. */
export async function startChat(): Promise<Chat> {
  const messages: (readonly string[])[] = [];
  const server = createServer((request, response) => {
    json(request).then(
      (post) => {
        messages.push(linesOf(post as SlackPost));
        response.end('ok');
      },
      () => response.writeHead(400).end('invalid_payload'),
    );
  });
  const port = await listenLocally(server);
  return {
    webhookUrl: `http://127.0.0.1:${port}/services/DEMO/CHAT`,
    messages,
    async stop() {
      server.closeAllConnections();
      await closeServer(server);
    },
  };
}

function linesOf({ text = '', attachments = [] }: SlackPost): readonly string[] {
  const fields = attachments.flatMap((attachment) => attachment.fields ?? []);
  return [text, ...fields.flatMap(({ title, value }) => [`${title}:`, ...value.split('\n')])];
}
