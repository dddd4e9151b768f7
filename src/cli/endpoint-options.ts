import type { Command } from 'commander';
import { type ConfigOptions, choice, collect, withConfigOption } from './options.ts';

/** What a command line says of an endpoint, as typed: it is checked by the configuration's own schema. */
export interface EndpointOptions extends ConfigOptions {
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
  readonly httpVersion?: string;
  readonly understand?: string;
  readonly eachAddress?: boolean;
  readonly send?: string;
  readonly retries?: string;
}

/** Declares the options that describe an endpoint. */
export function withEndpointOptions(command: Command): Command {
  return withTlsOptions(withRequestOptions(withConfigOption(command)))
    .option('--proxy <url>', 'go through this proxy')
    .option('--resolver <address>', 'DNS server to ask')
    .addOption(choice('--ip-family <family>', 'IP version to use', ['4', '6', 'any']))
    .option('--send <text>', 'for tcp and websocket: what to send once connected')
    .option('--retries <number>', 'retries after a failure (default: 0)');
}

const header = '"Name: value", or @FILE with one a line; ${VARIABLE} is taken from the environment; may be repeated';
const expect = 'a status such as 200 or 2xx, a CEL assertion, or for tcp and websocket a pattern; may be repeated';

function withRequestOptions(command: Command): Command {
  return command
    .option('-X, --method <method>', 'request method (default: GET, or POST with --data)')
    .option('-t, --timeout <duration>', 'deadline of one attempt, such as 5s (default: 10s)')
    .option('-H, --header <line>', header, collect)
    .option('-d, --data <text>', 'request body, or @FILE')
    .option('-e, --expect <what>', expect, collect)
    .option('--follow-redirects <number>', 'how many redirects to follow (default: 5)')
    .option('--no-follow-redirects', 'judge the redirect itself')
    .addOption(choice('--http-version <version>', 'HTTP version to speak (default: 1.1)', ['1.1', '2', 'auto']))
    .addOption(choice('--understand <what>', 'take the word of a health report for it', ['health']))
    .option('--each-address', 'ask every address that the host resolves to');
}

function withTlsOptions(command: Command): Command {
  return command
    .option('-k, --insecure', 'go on although the certificate does not verify')
    .option('--ca <file>', 'trust the authorities of this PEM file')
    .option('--cert <file>', 'client certificate (PEM)')
    .option('--key <file>', 'its key (PEM)')
    .option('--server-name <name>', "name to ask for and to verify instead of the URL's host");
}
