import { Command, CommanderError, Help, Option } from 'commander';
import { closestName } from '../config/suggestion.ts';
import type { CommandContext, CommandDefinition, CommandGroup } from './command.ts';
import { addService } from './commands/add-service.ts';
import { alerts } from './commands/alerts.ts';
import { check } from './commands/check.ts';
import { deploy } from './commands/deploy.ts';
import { doctor } from './commands/doctor.ts';
import { gate } from './commands/gate.ts';
import { heartbeats } from './commands/heartbeats.ts';
import { history } from './commands/history.ts';
import { importCommand } from './commands/import.ts';
import { incidents } from './commands/incidents.ts';
import { init } from './commands/init.ts';
import { list } from './commands/list.ts';
import { maintenance } from './commands/maintenance.ts';
import { monitor } from './commands/monitor.ts';
import { removeService } from './commands/remove-service.ts';
import { report } from './commands/report.ts';
import { schema } from './commands/schema.ts';
import { silence } from './commands/silence.ts';
import { status } from './commands/status.ts';
import { testEndpoint } from './commands/test-endpoint.ts';
import { token } from './commands/token.ts';
import { validate } from './commands/validate.ts';
import { type ExitCode, exitCodes, UsageError } from './exit-code.ts';

/** Every command, in the order of the help. */
export const commands: readonly (CommandDefinition | CommandGroup)[] = [
  check,
  monitor,
  testEndpoint,
  status,
  history,
  report,
  heartbeats,
  incidents,
  silence,
  maintenance,
  deploy,
  gate,
  alerts,
  token,
  validate,
  list,
  importCommand,
  addService,
  removeService,
  init,
  doctor,
  schema,
];

/** What the process gives; the rest is on the command line. */
type ProcessContext = Omit<CommandContext, 'color' | 'quiet'>;

/** Runs one command line, without the program's own name; resolves with the exit code. Rejects only for a defect. */
export async function runProgram(argv: readonly string[], context: ProcessContext): Promise<ExitCode> {
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

function createProgram(context: ProcessContext, ended: (code: ExitCode) => void): Command {
  const program = new Command('svcmon')
    .description("Monitoring as code: verdicts you can trust, alerts that can't get lost, SLA figures you can defend.")
    .option('--color', 'colour the output although it is not a terminal')
    .option('--no-color', 'never colour the output (so does the variable NO_COLOR)')
    .option('-q, --quiet', 'say nothing on stderr but what went wrong')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('before', firstSteps)
    .addHelpText('after', exitCodeHelp)
    .exitOverride()
    .configureHelp({ visibleOptions: optionsInHelp })
    .configureOutput({
      writeOut: (text) => context.output.data(text),
      writeErr: (text) => context.output.note(text.trimEnd()),
      outputError: (text, write) => write(`svcmon: ${text.replace(/^error: /, '')}`),
    });
  const registration = { program, context, ended };
  for (const command of commands) {
    if ('commands' in command) addGroup(command, registration);
    else addCommand(program, command, registration);
  }
  return program;
}

/** `--version` is answered before anything is loaded; were it an option of the program, no command could have one of that name. */
function optionsInHelp(command: Command): Option[] {
  const options = new Help().visibleOptions(command);
  return command.parent === null ? [new Option('-V, --version', versionHelp), ...options] : options;
}

const versionHelp = 'print the version of svcmon and of Node';

interface Registration {
  readonly program: Command;
  readonly context: ProcessContext;
  readonly ended: (code: ExitCode) => void;
}

function addGroup({ name, summary, commands: members }: CommandGroup, registration: Registration): void {
  const examples = members.flatMap((member) => member.examples);
  const group = registration.program
    .command(name)
    .description(summary)
    .helpCommand(false)
    .addHelpText('before', exampleHelp(examples));
  const [first, ...others] = members;
  const names = members.map((member) => member.name);
  addCommand(group, first, registration)
    .allowExcessArguments()
    .hook('preAction', (_, { args }) => refuseStray(args[0], name, names));
  for (const member of others) addCommand(group, member, registration);
}

/** The first command of a group takes no arguments: what stands there was meant to be another command. */
function refuseStray(stray: string | undefined, group: string, names: readonly string[]): void {
  if (stray === undefined) return;
  if (names.includes(stray)) throw new UsageError(`write "svcmon ${group} ${stray}" first, and its options behind it`);
  const meant = closestName(stray, names);
  const advice = meant === undefined ? `; there are ${names.join(', ')}` : `; did you mean "${group} ${meant}"?`;
  throw new UsageError(`there is no command "${group} ${stray}"${advice}`);
}

function addCommand(
  parent: Command,
  definition: CommandDefinition,
  { program, context, ended }: Registration,
): Command {
  const isDefault = parent !== program && parent.commands.length === 0;
  const command = definition
    .configure(parent.command(definition.name, { isDefault }).description(definition.summary))
    .addHelpText('before', exampleHelp(definition.examples));
  return command.action(async () => {
    const { color, quiet } = program.opts<{ color?: boolean; quiet?: true }>();
    const full = { ...context, ...(color !== undefined && { color }), ...(quiet && { quiet }) };
    const args = command.args.filter((argument) => argument !== undefined);
    ended(await definition.run({ args, options: command.opts<never>() }, full));
  });
}

function exampleHelp(examples: readonly string[]): string {
  return `Examples:\n${examples.map((line) => `  $ svcmon ${line}\n`).join('')}`;
}

const firstSteps = `Examples:
  $ svcmon test-endpoint https://example.com   look at one URL, fully explained
  $ svcmon init                                write config/services.yaml to start from
  $ svcmon check                               check every service once
  $ svcmon monitor                             check on schedule, keep history and alert
`;

const exitCodeHelp = `
Exit codes: 0 healthy · 1 unhealthy · 2 usage or configuration error · 3 could not measure · 4 no service matched · 130 interrupted`;
