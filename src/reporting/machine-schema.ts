import { z } from 'zod';
import { statuses } from '../domain/status.ts';
import { serviceLineSchema } from './check-report-schema.ts';

/** What `toInstant` writes. */
export const instant = z.iso.datetime({ precision: 3 }).describe('RFC 3339, UTC, with milliseconds');

/** What `toMs` writes. */
export const ms = z.number().nonnegative().describe('milliseconds');

/** A number of things. */
export const count = z.int().nonnegative();

/** One of the four verdicts. */
export const status = z.enum(statuses);

const { schema: _, ...serviceShape } = serviceLineSchema.shape;

/** A service with everything that one run found, as in the check report; described there. */
export const serviceResult = z.strictObject(serviceShape).meta({ 'x-svcmon-see': 'svcmon.check/v1' });

/** The phases of an answer, as in the check report. */
export const phases = serviceShape.phases;
