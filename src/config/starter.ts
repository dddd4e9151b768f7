import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createAtomically } from './atomic-write.ts';

/** The commented file that people start from; it loads and runs as it is. */
export const starterText = `# What svcmon checks, how often, and who is told.
# "svcmon validate" shows every mistake at once; "svcmon schema" prints a JSON Schema for editors.
# Durations are "500ms", "10s", "5m", "1d"; a bare number is seconds.

services:
  # An HTTP check: a complete answer in time with an expected status is healthy.
  - name: example
    url: https://example.com
    timeout: 10s
    expected_status: 200          # also "2xx", "200-299" or a list of these
    # What must hold beside the status (CEL expressions); what cannot be evaluated does not hold:
    # assertions:
    #   - headers["content-type"].startsWith("text/html")
    #   - certificate.expires_in > duration('336h')

  # More to try. Remove the "# " in front to use one.
  # - name: checkout
  #   url: https://shop.example/health
  #   group: shop
  #   tags: { team: payments }
  #   interval: 30s
  #   auth: { type: bearer, token: "\${CHECKOUT_TOKEN}" }  # from the environment; \${file:/run/secrets/token} works too
  #   assertions: [json.status == "pass"]
  #   retry: { max_retries: 2, base_delay: 1s }
  #   thresholds: { response_time_warning: 800ms, response_time_critical: 3s }
  #   runbook: https://wiki.example/checkout
  # - name: orders-db
  #   type: tcp
  #   host: db.internal
  #   port: 5432

monitoring:
  check_interval: 60s
  max_workers: 10                 # most checks at once

alerts:
  directory: alerts               # one JSON file per alert
  # webhook_url: "\${SLACK_WEBHOOK_URL}"
  thresholds:
    response_time_warning: 1000   # ms; slower is degraded
    response_time_critical: 5000  # ms
    failure_count_alert: 3        # results in a row
`;

/** Writes the starter file, with its folder where that is missing; false where a file is there already. Rejects with the system's error. */
export async function writeStarter(path: string): Promise<boolean> {
  await mkdir(dirname(path), { recursive: true });
  return createAtomically(path, starterText);
}
