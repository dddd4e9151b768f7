import type { Socket } from 'node:net';
import type { Observation, TlsFacts } from '../../domain/observation.ts';
import { Attempt } from '../../http/attempt.ts';
import { chainOf } from '../../http/certificate.ts';
import type { TlsSettings } from '../../http/request.ts';
import type { ShownHandshake } from '../../http/tls.ts';
import type { StartTlsProtocol } from '../options/starttls-key.ts';
import type { ProbeContext } from '../probe.ts';
import { certificateDetails } from './certificate-details.ts';
import { encrypt, partFrom, perhapsStartTls } from './encrypt.ts';
import { type Place, reach } from './reach.ts';

/** With whom to shake hands, and how. */
export interface HandshakeQuestion extends Place {
  readonly starttls?: StartTlsProtocol | undefined;
  /** What is offered as ALPN. */
  readonly alpn: readonly string[];
  /** Reads the files that it is made of; may throw a Failure. */
  settings(): TlsSettings;
}

/** Does one TLS handshake and looks at all that the server shows in it. Rejects with a Failure that carries what was seen until then. */
export async function shakeHands(
  question: HandshakeQuestion,
  { signal, clock, lookup }: Pick<ProbeContext, 'signal' | 'clock' | 'lookup'>,
): Promise<Observation> {
  const { host, starttls, alpn: protocols } = question;
  const attempt = new Attempt({ signal, clock });
  const onShown = (shown: ShownHandshake) => learn(shown, attempt);
  let socket: Socket | undefined;
  try {
    const tls = question.settings();
    socket = await reach(question, { attempt, lookup });
    const encryption = { host, tls, starttls, protocols, onShown, notTls: perhapsStartTls };
    const secured = await encrypt(socket, encryption, { attempt, clock });
    socket = secured;
    await partFrom(secured, attempt);
    const { phases, totalMs: responseTimeMs } = attempt.timer;
    const summary = summaryOf(attempt.facts.tls, clock.now());
    return { type: 'tls', phases, responseTimeMs, summary, ...attempt.facts };
  } catch (error) {
    throw attempt.explain(error);
  } finally {
    attempt.close();
    socket?.destroy();
  }
}

/** Adds to the facts of the handshake what only a look into the certificates tells. */
function learn({ leaf, protocol, stapled }: ShownHandshake, attempt: Attempt): void {
  const found = chainOf(leaf).map(certificateDetails);
  const { tls } = attempt.facts;
  if (tls) {
    const chain = tls.chain.map((certificate, index) => {
      const { key, signatureAlgorithm } = found[index] ?? {};
      return { ...certificate, ...(key && { key }), ...(signatureAlgorithm !== undefined && { signatureAlgorithm }) };
    });
    attempt.learn({ tls: { ...tls, chain } });
  }
  const [ofLeaf] = found;
  if (ofLeaf === undefined) return;
  const { key, signatureAlgorithm: signature_algorithm, mustStaple: must_staple } = ofLeaf;
  attempt.learn({ details: { key: { ...key }, signature_algorithm, must_staple, stapled, alpn: protocol } });
}

const dayMs = 86_400_000;

/** `certificate valid for 89 d, TLSv1.3 handshake`. */
function summaryOf(tls: TlsFacts | undefined, now: number): string {
  const { protocol = 'TLS', verified = false, chain = [] } = tls ?? {};
  const days = Math.floor((Math.min(...chain.map(({ validToAt }) => validToAt)) - now) / dayMs);
  return `certificate ${verified ? `valid for ${days} d` : 'NOT verified'}, ${protocol} handshake`;
}
