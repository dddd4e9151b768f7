import { isIP } from 'node:net';
import { type FailureReason, toFailure } from '../../domain/failure.ts';
import { timeout } from '../../resilience/timeout.ts';
import { bad, type Diagnosis, doubtful, type Examination, fine, type Patient } from './examination.ts';

const mostNames = 5;
const limitMs = 5_000;

/** Whether our own DNS resolver answers, asked for the hosts of the first services. */
export const namesExamination: Examination = {
  name: 'dns',
  async examine(patient) {
    const hosts = patient.config.services.map(({ probe }) => probe.host.replace(/:\d+$/, ''));
    const names = [...new Set(hosts)].filter(
      (host) => isIP(host.replace(/^\[|\]$/g, '')) === 0 && host !== 'localhost',
    );
    if (names.length === 0) return [fine('no service has a name that needs to be looked up')];
    return Promise.all(names.slice(0, mostNames).map((name) => diagnosisOf(name, patient)));
  },
};

async function diagnosisOf(name: string, patient: Patient): Promise<Diagnosis> {
  const beganAt = patient.effects.clock.monotonic();
  const reason = await failureOf(name, patient);
  if (reason === undefined) {
    return fine(`${name} found in ${Math.round(patient.effects.clock.monotonic() - beganAt)} ms`);
  }
  if (reason === 'dns_nxdomain' || reason === 'dns_no_address') {
    return doubtful(`${name} does not exist, says the resolver`, 'check the name of the service');
  }
  return bad(`${name} could not be looked up (${reason})`, 'see /etc/resolv.conf and whether its servers answer');
}

async function failureOf(name: string, { effects, signal }: Patient): Promise<FailureReason | undefined> {
  const { lookup, startTimer } = effects;
  try {
    await timeout({ limitMs, startTimer })((asking) => lookup(name, { family: 'any', signal: asking }), signal);
    return undefined;
  } catch (thrown) {
    return toFailure(thrown).reason;
  }
}
