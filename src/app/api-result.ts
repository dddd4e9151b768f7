import type { ResultResource } from '../api/resources/result.ts';
import type { CheckResult } from '../domain/check-result.ts';
import { toPlainLine } from '../domain/plain-text.ts';
import { resultDocument } from '../reporting/result-document.ts';
import { toServiceDocument } from '../reporting/service-document.ts';
import type { StoredResult } from '../storage/store.ts';
import { toStoredResult } from '../storage/stored-result.ts';

/** A run as it is kept of all of them. */
export function resultResource(result: StoredResult): ResultResource {
  return {
    service: toPlainLine(result.service),
    ...resultDocument(result),
    findings: null,
    assertions: null,
    evidence: null,
    observation: null,
  };
}

/** A run with everything that it showed. */
export function fullResultResource(result: CheckResult): ResultResource {
  const full = toServiceDocument(result);
  const { findings, assertions, evidence } = full;
  const { address, port, url, method, status_text, status_class, http_version, content, redirects, tls, details } =
    full;
  return {
    ...resultResource(toStoredResult(result)),
    message: full.error_message,
    ...{ findings, assertions, evidence },
    observation: {
      ...{ address, port, url, method, status_text, status_class, http_version, content, redirects, tls, details },
    },
  };
}
