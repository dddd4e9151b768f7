import type { Clock } from '../../src/domain/clock.ts';
import { createHttpClient } from '../../src/http/client.ts';
import { createLookup } from '../../src/http/lookup.ts';

const clock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };

/** The HTTP client as the program has it, for tests whose subject is something else. */
export const loopbackHttp = createHttpClient({ lookup: createLookup({ clock }), clock, userAgent: 'svcmon/test' });
