import { bad, type Diagnosis, doubtful, type Examination, fine } from './examination.ts';

// https://github.com/nodejs/release#release-schedule
const endOfLife: Readonly<Record<number, string>> = {
  20: '2026-04-30',
  22: '2027-04-30',
  24: '2028-04-30',
  26: '2029-04-30',
};
const leastMajor = 20;
const leastMinor = 19;

/** Whether this Node can run svcmon, and whether somebody still mends it. */
export const nodeExamination: Examination = {
  name: 'node',
  examine: async ({ nodeVersion, effects }) => [nodeDiagnosis(nodeVersion, effects.clock.now())],
};

function nodeDiagnosis(version: string, nowAt: number): Diagnosis {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  if (major < leastMajor || (major === leastMajor && minor < leastMinor)) {
    return bad(`Node ${version} is too old`, `svcmon needs ${leastMajor}.${leastMinor} or newer`);
  }
  if (major % 2 === 1) return doubtful(`Node ${version} is no long-term release`, 'use one with an even number');
  const endsOn = endOfLife[major];
  if (endsOn !== undefined && nowAt > Date.parse(endsOn)) {
    return doubtful(`Node ${version} gets no security fixes since ${endsOn}`, 'use a newer long-term release');
  }
  return fine(`Node ${version}`);
}
