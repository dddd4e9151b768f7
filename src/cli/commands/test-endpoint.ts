import { defineCommand } from '../command.ts';
import { type ConfigOptions, choice, collect, withConfigOption } from '../options.ts';

/** The options of `svcmon test-endpoint`, as typed: they are checked by the configuration's own schema. */
export interface EndpointOptions extends ConfigOptions {
  readonly format: 'text' | 'json';
  readonly json?: boolean;
  readonly method?: string;
  readonly timeout?: string;
  readonly header?: readonly string[];
  readonly data?: string;
  readonly expect?: readonly string[];
  /** False with `--no-follow-redirects`. */
  readonly followRedirects: boolean | string;
  readonly insecure?: boolean;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly serverName?: string;
  readonly proxy?: string;
  readonly resolver?: string;
  readonly ipFamily?: string;
  readonly send?: string;
  readonly retries?: string;
}

/** `svcmon test-endpoint`: one probe, fully explained; stores nothing, alerts nobody. */
export const testEndpoint = defineCommand<EndpointOptions>({
  name: 'test-endpoint',
  summary: 'probe one URL, or one configured service, and explain everything seen',
  examples: [
    'test-endpoint https://example.com',
    'test-endpoint https://shop.example/health --expect 200 --expect \'json.status == "pass"\'',
    "test-endpoint https://shop.example/api -H 'Authorization: Bearer ${TOKEN}' --data '{\"ping\":true}'",
    'test-endpoint tcp://db.internal:5432',
    'test-endpoint checkout',
  ],

  configure: (command) =>
    withConfigOption(command)
      .argument('<url|name>', 'an http, https or tcp URL, or the name of a configured service')
      .option('-X, --method <method>', 'the request method (default: GET, or POST with --data)')
      .option('-t, --timeout <duration>', 'deadline of the attempt, such as 5s (default: 10s)')
      .option(
        '-H, --header <line>',
        'a header "Name: value", or @FILE with one a line; ${VARIABLE} is replaced; may be repeated',
        collect,
      )
      .option('-d, --data <text>', 'the request body, or @FILE')
      .option(
        '-e, --expect <what>',
        'an expected status such as 200 or 2xx, for tcp a pattern, or a CEL assertion; may be repeated',
        collect,
      )
      .option('--follow-redirects <number>', 'how many redirects to follow (default: 5)')
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
      .option('--retries <number>', 'retries after a failure (default: 0)')
      .addOption(choice('-o, --format <format>', 'how to write the result', ['text', 'json']).default('text'))
      .option('--json', 'short for --format json'),

  async run(input, context) {
    const { runTestEndpoint } = await import('../run-test-endpoint.ts');
    return runTestEndpoint(input, context);
  },
});
