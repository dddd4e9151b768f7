import { Failure } from '../domain/failure.ts';
import type { ResolvedAddress } from './address.ts';
import { interruption } from './interruption.ts';
import type { FamilyAnswer, NameServers } from './name-servers.ts';

export interface NameQuestion {
  /** What was looked for, for people. */
  readonly hostname: string;
  /** The names to try, in order. */
  readonly names: readonly string[];
  readonly family: 4 | 6 | 'any';
  readonly nameServers: NameServers;
  readonly signal: AbortSignal;
}

// RFC 8305 §3: how long the slower family may keep the faster one waiting.
const resolutionDelayMs = 50;
// Long enough for a cached answer to have come, short enough to know in time whether the resolver lives.
const witnessAfterMs = 200;

/** Asks DNS for addresses, IPv6 and IPv4 alternating. Rejects with a Failure: `dns_*`, `timeout` or `interrupted`. */
export async function resolveName(question: NameQuestion): Promise<readonly ResolvedAddress[]> {
  const { names, family, nameServers, signal } = question;
  const witness = callWitness(nameServers);
  const cancel = () => nameServers.cancel();
  signal.addEventListener('abort', cancel);
  try {
    const codes: string[] = [];
    for (const name of names) {
      const answer = await askFamilies(nameServers, name, family);
      if (answer.addresses) return answer.addresses;
      if (signal.aborted) throw outOfTime(question, witness);
      codes.push(answer.code);
      if (!trySearchList.has(answer.code)) break;
    }
    throw await noAddress(question, codes, witness);
  } finally {
    signal.removeEventListener('abort', cancel);
    witness.dismiss();
  }
}

// As glibc does: other answers than these say something about the resolver, not about the name.
const trySearchList = new Set(['ENOTFOUND', 'ENODATA', 'ESERVFAIL']);

async function askFamilies(nameServers: NameServers, name: string, family: 4 | 6 | 'any'): Promise<FamilyAnswer> {
  if (family !== 'any') return nameServers.addresses(name, family);
  const both = [nameServers.addresses(name, 6), nameServers.addresses(name, 4)] as const;
  const first = await Promise.race(both);
  if (!first.addresses) return join(await Promise.all(both));

  let timer: NodeJS.Timeout | undefined;
  const delay = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), resolutionDelayMs);
  });
  const all = await Promise.race([Promise.all(both), delay]);
  clearTimeout(timer);
  return all === undefined ? first : join(all);
}

/** Both families in one answer; without any address the code that says most about the name. */
function join([six, four]: readonly [FamilyAnswer, FamilyAnswer]): FamilyAnswer {
  if (!six.addresses && !four.addresses) return { code: mostTelling([six.code, four.code]) };
  const sixes = six.addresses ?? [];
  const fours = four.addresses ?? [];
  const longest = Math.max(sixes.length, fours.length);
  const turns = Array.from({ length: longest }, (_, turn) => [sixes[turn], fours[turn]]);
  return { addresses: turns.flat().filter((address) => address !== undefined) };
}

/** A missing name is missing for both families; what could not be asked outweighs "no address of this family". */
function mostTelling(codes: readonly string[]): string {
  if (codes.includes('ENOTFOUND')) return 'ENOTFOUND';
  return codes.find((code) => code !== 'ENODATA') ?? 'ENODATA';
}

interface Witness {
  /** True once the resolver has answered for the root zone. */
  readonly heard: () => boolean;
  /** Asks now if it was not asked yet. */
  readonly ask: () => Promise<boolean>;
  readonly dismiss: () => void;
  readonly asked: () => boolean;
}

/** Tells a silent zone from a silent resolver: a resolver that still answers for the root zone is alive. */
function callWitness(nameServers: NameServers): Witness {
  let heard = false;
  let answer: Promise<boolean> | undefined;
  const ask = () => {
    answer ??= nameServers.knowsRoot().then((knows) => {
      heard = knows;
      return knows;
    });
    return answer;
  };
  const timer = setTimeout(ask, witnessAfterMs);
  return { ask, heard: () => heard, asked: () => answer !== undefined, dismiss: () => clearTimeout(timer) };
}

function outOfTime({ hostname, signal }: NameQuestion, witness: Witness): Failure {
  const ended = interruption(signal, `resolving ${hostname}`);
  const resolverIsSilent = ended.reason === 'timeout' && witness.asked() && !witness.heard();
  if (!resolverIsSilent) return ended;
  return new Failure('dns_unavailable', `our own DNS resolver does not answer: resolving ${hostname}`);
}

async function noAddress(question: NameQuestion, codes: readonly string[], witness: Witness): Promise<Failure> {
  const { hostname, family } = question;
  const last = codes.at(-1) ?? 'ENOTFOUND';
  if (codes.includes('ENODATA') && trySearchList.has(last)) {
    const kind = family === 'any' ? 'no address' : `no IPv${family} address`;
    return new Failure('dns_no_address', `the name ${hostname} exists but has ${kind}`);
  }
  if (codes.includes('ESERVFAIL') || last === 'ETIMEOUT') {
    const resolverLives = await witness.ask();
    if (question.signal.aborted) return outOfTime(question, witness);
    if (resolverLives)
      return new Failure('dns_servfail', `the DNS zone of ${hostname} does not answer, while others do`);
  }
  if (nameIsMissing.has(last)) return new Failure('dns_nxdomain', `the name ${hostname} does not exist`);
  return new Failure('dns_unavailable', `our own DNS resolver does not answer: resolving ${hostname} (${last})`);
}

const nameIsMissing = new Set(['ENOTFOUND', 'EBADNAME']);
