import { z } from 'zod';

const finding = z.strictObject({
  name: z.string().describe('what was looked at'),
  verdict: z
    .enum(['fine', 'doubtful', 'bad'])
    .describe('`doubtful` works and may not for long; `bad` keeps svcmon from its work'),
  text: z.string(),
  mend: z.string().nullable().describe('what to do about it'),
});

/** What `svcmon doctor -o json` writes. */
export const doctorSchema = z.strictObject({
  schema: z.literal('svcmon.doctor/v1'),
  fit: z.boolean().describe('nothing is bad'),
  findings: z.array(finding),
});

export type DoctorDocument = z.infer<typeof doctorSchema>;
