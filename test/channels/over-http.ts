import type { BoundChannel } from '../../src/channels/channel.ts';
import type { Notification } from '../../src/domain/notification.ts';
import { notification } from '../support/notifications.ts';
import { type Answer, type Received, startReceiver } from '../support/receiver.ts';
import type { Rules } from '../support/receivers/rules.ts';
import { channelContext, type Destination, describeChannel } from './contract.ts';

export interface HttpChannelUnderTest {
  readonly type: string;
  /** The channel, its service being at that address. */
  at(url: string): BoundChannel;
  /** How the service answers. */
  readonly rules: Rules;
  readonly secrets: readonly string[];
  /** A request as its payload; its JSON unless told. */
  readonly decode?: (request: Received) => unknown;
  /** Answers of its own that ask for another try, and those that are final. */
  readonly failing?: Readonly<Record<string, Answer>>;
  readonly refusing?: Readonly<Record<string, Answer>>;
}

/** Holds a channel that speaks HTTP to the contract, against a receiver that enforces its service's rules. */
export function describeHttpChannel(channel: HttpChannelUnderTest): void {
  const { type, at, rules, secrets, failing = {}, refusing = {} } = channel;
  const echo = JSON.stringify(echoOf(secrets));
  const answering = (answer: Answer) => () => destination(channel, () => answer);
  describeChannel({
    type,
    working: () => destination(channel, (_, request) => rules(request)),
    failing: {
      'a 429': answering({ status: 429, headers: { 'retry-after': '7' } }),
      'a 408': answering({ status: 408 }),
      'a 500': answering({ status: 500, body: '<html>' }),
      'a 503 that repeats the secrets': answering({ status: 503, body: echo }),
      'a closed port': async () => ({ channel: at('http://127.0.0.1:1'), secrets, payloads: async () => [] }),
      ...answers(failing),
    },
    refusing: {
      'a 400 that repeats the secrets': answering({ status: 400, body: echo }),
      'a 401': answering({ status: 401 }),
      'a 403 that is nothing but a secret': answering({ status: 403, body: secrets[0] ?? '' }),
      'a 404': answering({ status: 404 }),
      'a redirect': answering({ status: 307, headers: { location: '/elsewhere' } }),
      ...answers(refusing),
    },
    hanging: () => destination(channel, () => undefined),
  });

  function answers(named: Readonly<Record<string, Answer>>) {
    return Object.fromEntries(Object.entries(named).map(([name, answer]) => [name, answering(answer)]));
  }
}

/** The requests that a service gets when it is told something, all of which it takes. */
export async function requestsFor(
  { at, rules }: Pick<HttpChannelUnderTest, 'at' | 'rules'>,
  told: Notification = notification(),
): Promise<readonly Received[]> {
  const receiver = await startReceiver((_, request) => rules(request));
  const delivery = await at(receiver.url).send(told, channelContext());
  if (delivery.outcome !== 'delivered') throw new Error(`not delivered: ${delivery.reason}`);
  return receiver.received;
}

/** What becomes of a message that is given this answer. */
export async function deliveryFor({ at }: Pick<HttpChannelUnderTest, 'at'>, answer: Answer) {
  const receiver = await startReceiver(() => answer);
  return at(receiver.url).send(notification(), channelContext());
}

async function destination(
  { at, secrets, decode = ({ body }) => JSON.parse(body) }: HttpChannelUnderTest,
  answerTo: (index: number, request: Received) => Answer | undefined,
): Promise<Destination> {
  const receiver = await startReceiver(answerTo);
  return { channel: at(receiver.url), secrets, payloads: async () => receiver.received.map(decode) };
}

/** The secrets in every place where services put their words. */
function echoOf(secrets: readonly string[]) {
  const text = `no such thing: ${secrets.join(' ')}`;
  const names = ['message', 'error', 'description', 'errorDescription', 'errcode', 'code', 'detail'];
  return { ...Object.fromEntries(names.map((name) => [name, text])), errors: [text] };
}
