import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-code.ts';

/** `svcmon schema`: the JSON Schema of services.yaml, or of what `check -o json` prints. */
export const schema = defineCommand<{ report?: boolean }>({
  name: 'schema',
  summary: 'print the JSON Schema of services.yaml, for editors',
  examples: ['schema > services.schema.json', 'schema --report'],

  configure: (command) => command.option('--report', 'the schema of the document that `check -o json` prints'),

  async run({ options }, { output }) {
    output.data(await schemaText(options.report === true));
    return exitCodes.ok;
  },
});

async function schemaText(report: boolean): Promise<string> {
  if (!report) {
    const [{ everyKind }, { schemaFileText }] = await Promise.all([
      import('../../config/choose-kinds.ts'),
      import('../../config/json-schema.ts'),
    ]);
    return schemaFileText(await everyKind());
  }
  const { checkReportJsonSchema } = await import('../../reporting/check-report-schema.ts');
  return `${JSON.stringify(checkReportJsonSchema(), null, 2)}\n`;
}
