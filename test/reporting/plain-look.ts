import type { RenderOptions } from '../../src/reporting/format.ts';

/** Written to a file: no colours, no limit, UTF-8. */
export const plainLook: RenderOptions = { color: false, width: Number.POSITIVE_INFINITY, unicode: true };
