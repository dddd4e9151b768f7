import { createSecureContexts } from '../../http/secure-contexts.ts';

/** The SecureContext of a trust configuration, one for all probes that make their own connections. */
export const secureContextFor = createSecureContexts();
