import { defineCommand } from '../command.ts';
import { withEndpointOptions } from '../endpoint-options.ts';
import { choice } from '../options.ts';
import type { TestEndpointOptions } from '../run-test-endpoint.ts';

/** `svcmon test-endpoint`: one probe, fully explained; stores nothing, alerts nobody. */
export const testEndpoint = defineCommand<TestEndpointOptions>({
  name: 'test-endpoint',
  summary: 'probe one URL, or one configured service, and explain everything seen',
  examples: [
    'test-endpoint https://example.com',
    'test-endpoint https://shop.example/health --expect 200 --expect \'json.status == "pass"\'',
    "test-endpoint https://shop.example/api -H 'Authorization: Bearer ${TOKEN}' --data '{\"ping\":true}'",
    'test-endpoint tcp://db.internal:5432',
    'test-endpoint checkout --explain',
    'test-endpoint checkout --curl',
  ],

  configure: (command) =>
    withEndpointOptions(
      command.argument(
        '<url|name>',
        'a URL of any type of service, such as https://, tcp:// or dns://, or the name of a configured service',
      ),
    )
      .addOption(choice('-o, --format <format>', 'how to write the result', ['text', 'json']).default('text'))
      .option('--explain', 'below every assertion, show what each of its parts came to')
      .option('--curl', 'ask nothing, print the curl command that asks the same; secrets become variables')
      .option('--json', 'short for --format json'),

  async run(input, context) {
    const { runTestEndpoint } = await import('../run-test-endpoint.ts');
    return runTestEndpoint(input, context);
  },
});
