import { z } from 'zod';
import { instant } from '../../reporting/machine-schema.ts';
import { maintenanceSchema, silencesSchema } from '../../reporting/silence-schema.ts';
import { pageOf } from './page.ts';

/** Nobody is told of these services until then. */
export const silenceSchema = z
  .strictObject(silencesSchema.shape.silences.element.shape)
  .meta({ id: 'Silence', description: 'While it holds, nobody is told that these services fail.' });

export type SilenceResource = z.infer<typeof silenceSchema>;

/** A page of silences. */
export const silencePageSchema = pageOf('SilencePage', silenceSchema);

/** A window of maintenance. */
export const windowSchema = z
  .strictObject(maintenanceSchema.shape.windows.element.shape)
  .meta({ id: 'Window', description: 'Planned maintenance: left out of the service time of reports.' });

export type WindowResource = z.infer<typeof windowSchema>;

/** A page of windows. */
export const windowPageSchema = pageOf('WindowPage', windowSchema);

const text = z.string().trim().min(1).max(200);

const match = z
  .strictObject({
    services: z.array(text).min(1).max(1_000).optional(),
    group: text.optional(),
    tags: z.record(z.string().max(200), z.string().max(200)).optional(),
  })
  .describe('which services; all that is given must hold, and `{}` is every service');

const span = {
  match,
  starts: instant.optional().describe('now without it'),
  ends: instant,
  by: text.optional().describe('who does; the name of the token without it'),
};

/** What a silence is made from. */
export const silenceInputSchema = z.strictObject({ ...span, comment: z.string().trim().max(2_000).default('') }).meta({
  id: 'SilenceInput',
  examples: [{ match: { services: ['checkout'] }, ends: '2030-01-01T10:00:00.000Z', comment: 'known' }],
});

/** What a window of maintenance is made from. */
export const windowInputSchema = z.strictObject({ ...span, name: text }).meta({
  id: 'WindowInput',
  examples: [
    {
      name: 'patching',
      match: { group: 'shop' },
      starts: '2030-01-01T02:00:00.000Z',
      ends: '2030-01-01T04:00:00.000Z',
    },
  ],
});
