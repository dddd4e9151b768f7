import { Command, CommanderError } from 'commander';
import type { CommandContext, CommandDefinition } from './command.ts';
import { addService } from './commands/add-service.ts';
import { check } from './commands/check.ts';
import { init } from './commands/init.ts';
import { list } from './commands/list.ts';
import { monitor } from './commands/monitor.ts';
import { removeService } from './commands/remove-service.ts';
import { schema } from './commands/schema.ts';
import { testEndpoint } from './commands/test-endpoint.ts';
import { validate } from './commands/validate.ts';
import { type ExitCode, exitCodes, UsageError } from './exit-code.ts';

/** Every command, in the order of the help. */
export const commands: readonly CommandDefinition[] = [
  check,
  monitor,
  testEndpoint,
  validate,
  list,
  addService,
  removeService,
  init,
  schema,
];

/** Runs one command line, without the program's own name; resolves with the exit code. Rejects only for a defect. */
export async function runProgram(argv: readonly string[], context: Omit<CommandContext, 'color'>): Promise<ExitCode> {
  const { output } = context;
  const ended: { code: ExitCode } = { code: exitCodes.ok };
  const program = createProgram(context, (code) => {
    ended.code = code;
  });
  if (argv.length === 0) {
    program.outputHelp();
    return exitCodes.ok;
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return ended.code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    if (!(error instanceof UsageError)) throw error;
    output.note(`svcmon: ${error.message}`);
    return error.exitCode;
  }
}

function createProgram(context: Omit<CommandContext, 'color'>, ended: (code: ExitCode) => void): Command {
  const program = new Command('svcmon')
    .description("Monitoring as code: verdicts you can trust, alerts that can't get lost, SLA figures you can defend.")
    .option('--color', 'colour the output although it is not a terminal')
    .option('--no-color', 'never colour the output (so does the variable NO_COLOR)')
    .option('-V, --version', 'print the version of svcmon and of Node')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('before', firstSteps)
    .addHelpText('after', exitCodeHelp)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.output.data(text),
      writeErr: (text) => context.output.note(text.trimEnd()),
      outputError: (text, write) => write(`svcmon: ${text.replace(/^error: /, '')}`),
    });
  for (const definition of commands) addCommand(program, definition, context, ended);
  return program;
}

function addCommand(
  program: Command,
  definition: CommandDefinition,
  context: Omit<CommandContext, 'color'>,
  ended: (code: ExitCode) => void,
): void {
  const command = definition
    .configure(program.command(definition.name).description(definition.summary))
    .addHelpText('before', `Examples:\n${definition.examples.map((line) => `  $ svcmon ${line}\n`).join('')}`);
  command.action(async () => {
    const { color } = program.opts<{ color?: boolean }>();
    const full = color === undefined ? context : { ...context, color };
    const args = command.args.filter((argument) => argument !== undefined);
    ended(await definition.run({ args, options: command.opts<never>() }, full));
  });
}

const firstSteps = `Examples:
  $ svcmon test-endpoint https://example.com   look at one URL, fully explained
  $ svcmon init                                write config/services.yaml to start from
  $ svcmon check                               check every service once
  $ svcmon monitor                             check on schedule, keep history and alert
`;

const exitCodeHelp = `
Exit codes: 0 healthy · 1 unhealthy · 2 usage or configuration error · 3 could not measure · 4 no service matched · 130 interrupted`;
