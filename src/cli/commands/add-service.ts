import { defineCommand } from '../command.ts';
import { choice, collect, withConfigOption } from '../options.ts';
import type { EndpointOptions } from './test-endpoint.ts';

/** The options of `svcmon add-service`, as typed: they are checked by the configuration's own schema. */
export interface AddOptions extends Omit<EndpointOptions, 'format' | 'json'> {
  readonly group?: string;
  readonly tag?: readonly string[];
  readonly interval?: string;
  readonly runbook?: string;
  readonly dryRun?: boolean;
  readonly ifNotExists?: boolean;
  /** False with `--no-probe`. */
  readonly probe: boolean;
}

/** `svcmon add-service`: one more entry in services.yaml; comments, order and formatting stay. */
export const addService = defineCommand<AddOptions>({
  name: 'add-service',
  summary: 'add a service to services.yaml, keeping comments and order',
  examples: [
    'add-service checkout https://shop.example/health --timeout 5s --expect 200',
    "add-service search https://shop.example/search --group shop --tag team=web -H 'Authorization: Bearer ${SEARCH_TOKEN}'",
    'add-service orders-db tcp://db.internal:5432 --dry-run',
  ],

  configure: (command) =>
    withConfigOption(command)
      .argument('<name>', 'its unique name')
      .argument('<url>', 'an http, https or tcp URL')
      .option('-X, --method <method>', 'the request method (default: GET, or POST with --data)')
      .option('-t, --timeout <duration>', 'deadline of one attempt, such as 5s')
      .option('--interval <duration>', 'time between two checks, such as 30s')
      .option(
        '-H, --header <line>',
        'a header "Name: value", or @FILE with one a line; ${VARIABLE} is kept; may be repeated',
        collect,
      )
      .option('-d, --data <text>', 'the request body, or @FILE')
      .option(
        '-e, --expect <what>',
        'an expected status such as 200 or 2xx, for tcp a pattern, or a CEL assertion; may be repeated',
        collect,
      )
      .option('--follow-redirects <number>', 'how many redirects to follow')
      .option('--no-follow-redirects', 'judge the redirect itself')
      .option('-k, --insecure', 'go on although the certificate does not verify')
      .option('--ca <file>', 'trust the authorities of this PEM file')
      .option('--cert <file>', 'the client certificate (PEM)')
      .option('--key <file>', 'its key (PEM)')
      .option('--server-name <name>', 'name to ask for and to verify instead of the URL’s host')
      .option('--proxy <url>', 'go through this proxy')
      .option('--resolver <address>', 'DNS server to ask')
      .addOption(choice('--ip-family <family>', 'IP version to use', ['4', '6', 'any']))
      .option('--send <text>', 'for tcp: what to send after connecting')
      .option('--retries <number>', 'retries after a failure')
      .option('--group <group>', 'its group')
      .option('--tag <key=value>', 'a tag; may be repeated', collect)
      .option('--runbook <url>', 'where to read what to do when it fails')
      .option('--if-not-exists', 'succeed without a change when the name is taken')
      .option('--no-probe', 'do not look at it once after adding')
      .option('--dry-run', 'show what would be added, and change nothing'),

  async run(input, context) {
    const { runAddService } = await import('../run-edit.ts');
    return runAddService(input, context);
  },
});
