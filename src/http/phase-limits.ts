import { durationToConfig } from '../domain/duration.ts';
import type { PhaseName } from './phases.ts';

/** How long phases of an attempt may take, each time they are entered, ms; no longer than the whole where one is left out. */
export interface PhaseLimits {
  readonly dnsMs?: number | undefined;
  readonly connectMs?: number | undefined;
  readonly tlsMs?: number | undefined;
  /** From sending the request to the head of the answer. */
  readonly firstByteMs?: number | undefined;
}

/** Why a signal fired: one phase took too long. */
export class PhaseTimeout extends Error {
  override readonly name = 'TimeoutError';
}

/** A signal that fires with the one it is made from, or with a PhaseTimeout as soon as a phase has taken too long. */
export class LimitedSignal {
  readonly #limits: PhaseLimits;
  readonly #outer: AbortSignal;
  readonly #controller = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  constructor(limits: PhaseLimits, outer: AbortSignal) {
    this.#limits = limits;
    this.#outer = outer;
    if (outer.aborted) this.#controller.abort(outer.reason);
    else outer.addEventListener('abort', this);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** A phase begins, and with it its time. */
  enter(phase: PhaseName): void {
    // The first byte is waited for from when the request is sent.
    if (phase === 'wait') return;
    clearTimeout(this.#timer);
    const limited = limitOf(phase, this.#limits);
    if (limited?.ms === undefined) return;
    const { ms, what } = limited;
    const fire = () => this.#controller.abort(new PhaseTimeout(`${what} within ${durationToConfig(ms)}`));
    this.#timer = setTimeout(fire, ms);
  }

  /** The outer signal's event. */
  handleEvent(): void {
    this.#controller.abort(this.#outer.reason);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#outer.removeEventListener('abort', this);
  }
}

function limitOf(phase: PhaseName, { dnsMs, connectMs, tlsMs, firstByteMs }: PhaseLimits) {
  if (phase === 'dns') return { ms: dnsMs, what: 'timeouts.dns: no address' };
  if (phase === 'connect') return { ms: connectMs, what: 'timeouts.connect: no connection' };
  if (phase === 'tls') return { ms: tlsMs, what: 'timeouts.tls: no TLS handshake' };
  return phase === 'send' ? { ms: firstByteMs, what: 'timeouts.first_byte: no answer' } : undefined;
}
