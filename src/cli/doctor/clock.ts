import { formatDuration } from '../../domain/duration.ts';
import { timeout } from '../../resilience/timeout.ts';
import { bad, type Diagnosis, doubtful, type Examination, fine, type Patient } from './examination.ts';

// Before it there was no svcmon.
const leastPlausibleAt = Date.UTC(2026, 0, 1);
const limitMs = 5_000;
const mostSkewMs = 60_000;

/** Whether the wall clock is right, by what the canaries say of the time: certificates are judged by it. */
export const clockExamination: Examination = {
  name: 'clock',
  async examine(patient) {
    const nowAt = patient.effects.clock.now();
    if (nowAt < leastPlausibleAt) {
      return [
        bad(`this machine believes it is ${new Date(nowAt).toISOString()}`, 'set its clock, and keep it with NTP'),
      ];
    }
    return [(await compared(patient)) ?? fine(`${new Date(nowAt).toISOString()}; no canary to compare with`)];
  },
};

/** Undefined where nobody else said what time it is. */
async function compared({ config, effects, signal }: Patient): Promise<Diagnosis | undefined> {
  const { clock, http, startTimer } = effects;
  for (const url of config.monitoring.canaries.filter((canary) => canary.startsWith('http'))) {
    const answer = await timeout({ limitMs, startTimer })(
      (asking) => http.request({ url, method: 'HEAD', signal: asking }),
      signal,
    ).catch(() => undefined);
    const theirs = Date.parse(answer?.headers.date ?? '');
    if (Number.isNaN(theirs)) continue;
    const skewMs = clock.now() - theirs;
    const direction = skewMs > 0 ? 'fast' : 'slow';
    const text = `the clock is ${formatDuration(Math.abs(skewMs))} ${direction}, going by ${url}`;
    return Math.abs(skewMs) > mostSkewMs ? doubtful(text, 'keep it with NTP') : fine(`in step with ${url}`);
  }
  return undefined;
}
